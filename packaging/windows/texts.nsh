; What the installer says beside NSIS's own words, in the languages of the program.

LangString NoKit ${LANG_ENGLISH} "This installer carries no state's kit, or it is damaged. Nothing was installed. Please use the installer made for your state."
LangString NoKit ${LANG_FRENCH} "Ce programme d’installation ne contient le kit d’aucun État, ou il est endommagé. Rien n’a été installé. Veuillez utiliser celui qui est destiné à votre État."
LangString NoKit ${LANG_GERMAN} "Dieses Installationsprogramm enthält kein Paket eines Staates oder es ist beschädigt. Es wurde nichts installiert. Bitte verwenden Sie das Installationsprogramm Ihres Staates."

LangString Running ${LANG_ENGLISH} "Readmission is running. Please close it and start again. Nothing was changed."
LangString Running ${LANG_FRENCH} "Readmission est en cours d’exécution. Veuillez le fermer et recommencer. Rien n’a été modifié."
LangString Running ${LANG_GERMAN} "Readmission läuft. Bitte schließen Sie es und beginnen Sie erneut. Es wurde nichts geändert."

LangString Declaration ${LANG_ENGLISH} "Declaration on readmission"
LangString Declaration ${LANG_FRENCH} "Déclaration sur la réadmission"
LangString Declaration ${LANG_GERMAN} "Erklärung zur Rückübernahme"

LangString Round ${LANG_ENGLISH} "Round pack of a questionnaire on readmission"
LangString Round ${LANG_FRENCH} "Paquet d’exercice d’un questionnaire sur la réadmission"
LangString Round ${LANG_GERMAN} "Rundenpaket eines Fragebogens zur Rückübernahme"

LangString Bundle ${LANG_ENGLISH} "Sealed answers on readmission"
LangString Bundle ${LANG_FRENCH} "Réponses scellées sur la réadmission"
LangString Bundle ${LANG_GERMAN} "Versiegelte Antworten zur Rückübernahme"

LangString Reply ${LANG_ENGLISH} "Reply of the Commission on readmission"
LangString Reply ${LANG_FRENCH} "Réponse de la Commission sur la réadmission"
LangString Reply ${LANG_GERMAN} "Antwort der Kommission zur Rückübernahme"
