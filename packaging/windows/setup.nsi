; The program's installer for 64-bit Windows: for one user or for the machine, with or without questions.
;
;   setup.exe /S [/CurrentUser | /AllUsers] [/D=C:\folder]      installs without a question; /D comes last and is not quoted
;   uninstall.exe /S [/CurrentUser | /AllUsers]                 removes the program; declarations and settings stay where they are
;
; A state's installer is this program with the state's kit and 16 further bytes behind it (trailer.py), then signed. Without a kit it ends
; with 2 and installs nothing. Defined outside: PAYLOAD, VERSION, NUMBERS, LABEL (empty for a release), PUBLISHER, LICENCE, OUT.

Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!define NAME "Readmission"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define TITLE "${NAME}${LABEL}"
!define FOOTER 16
!define MAGIC "RDMKIT01"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

Name "${TITLE}"
OutFile "${OUT}"
BrandingText "${TITLE} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
CRCCheck on
!define MUI_ICON "${PAYLOAD}\readmission.ico"
!define MUI_UNICON "${PAYLOAD}\readmission.ico"
!define MUI_ABORTWARNING

!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "German"
!include texts.nsh

VIProductVersion "${NUMBERS}.0"
VIAddVersionKey /LANG=0 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=0 "FileDescription" "${TITLE} setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "LegalCopyright" "EUPL-1.2"

Var Asked
Var Kit
Var KitAt
Var KitSize

!macro FAIL text
    MessageBox MB_ICONSTOP|MB_OK "${text}" /SD IDOK
    SetErrorLevel 2
    Quit
!macroend

Function .onInit
    SetRegView 64
    ; Empty unless /D named a folder, which the choice between user and machine would forget.
    StrCpy $Asked $INSTDIR
    !insertmacro MULTIUSER_INIT
    ${If} $Asked != ""
        StrCpy $INSTDIR $Asked
    ${EndIf}
    Call FindKit
    ${If} $KitSize == 0
        !insertmacro FAIL "$(NoKit)"
    ${EndIf}
    Call RequireNotRunning
FunctionEnd

Function un.onInit
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
    Call un.RequireNotRunning
FunctionEnd

!macro NOT_RUNNING prefix
Function ${prefix}RequireNotRunning
    ; A program that runs cannot be opened for writing.
    IfFileExists "$INSTDIR\readmission-window.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\readmission-window.exe" a
    IfErrors 0 closed
    !insertmacro FAIL "$(Running)"
closed:
    FileClose $0
free:
FunctionEnd
!macroend
!insertmacro NOT_RUNNING ""
!insertmacro NOT_RUNNING "un."

; Where the kit is in this file: before the signature, if there is one, the last 16 bytes are the magic and the size in eight digits.
Function FindKit
    StrCpy $KitSize 0
    FileOpen $Kit $EXEPATH r
    FileSeek $Kit 0x3C
    Call ReadNumber
    IntOp $0 $0 + 168 ; signature and COFF header 24, the directories of a PE32+ header 112, four directories of 8
    FileSeek $Kit $0
    Call ReadNumber
    ${If} $0 == 0
        FileSeek $Kit 0 END $0
    ${EndIf}
    IntOp $KitAt $0 - ${FOOTER}
    FileSeek $Kit $KitAt
    FileRead $Kit $1 8
    FileRead $Kit $2 8
    ${If} $1 == "${MAGIC}"
        StrCpy $KitSize $2
        ; Leading noughts would make it an octal number.
        ${DoWhile} $KitSize != ""
            StrCpy $3 $KitSize 1
            ${If} $3 != "0"
                ${ExitDo}
            ${EndIf}
            StrCpy $KitSize $KitSize "" 1
        ${Loop}
        IntOp $KitAt $KitAt - $KitSize
    ${EndIf}
    FileClose $Kit
FunctionEnd

; Four bytes of $Kit as a number in $0.
Function ReadNumber
    FileReadByte $Kit $0
    FileReadByte $Kit $1
    IntOp $1 $1 << 8
    IntOp $0 $0 | $1
    FileReadByte $Kit $1
    IntOp $1 $1 << 16
    IntOp $0 $0 | $1
    FileReadByte $Kit $1
    IntOp $1 $1 << 24
    IntOp $0 $0 | $1
FunctionEnd

Function WriteKit
    CreateDirectory "$INSTDIR\state"
    FileOpen $Kit $EXEPATH r
    FileSeek $Kit $KitAt
    System::Alloc $KitSize
    Pop $1
    System::Call 'kernel32::ReadFile(p $Kit, p r1, i $KitSize, *i .r2, p 0)'
    FileClose $Kit
    FileOpen $3 "$INSTDIR\state\state.kit" w
    System::Call 'kernel32::WriteFile(p r3, p r1, i $KitSize, *i .r4, p 0)'
    FileClose $3
    System::Free $1
    ${If} $2 != $KitSize
    ${OrIf} $4 != $KitSize
        !insertmacro FAIL "$(NoKit)"
    ${EndIf}
FunctionEnd

!macro KIND ending id text opens
    WriteRegStr SHCTX "Software\Classes\.${ending}" "" "${id}"
    WriteRegStr SHCTX "Software\Classes\${id}" "" "${text}"
    WriteRegStr SHCTX "Software\Classes\${id}\DefaultIcon" "" "$INSTDIR\readmission.ico"
    !if ${opens} == 1
        WriteRegStr SHCTX "Software\Classes\${id}\shell\open\command" "" '"$INSTDIR\readmission-window.exe" "%1"'
    !endif
!macroend

!macro NO_KIND ending id
    ; An ending that another program has taken since stays with it.
    ReadRegStr $0 SHCTX "Software\Classes\.${ending}" ""
    ${If} $0 == "${id}"
        DeleteRegKey SHCTX "Software\Classes\.${ending}"
    ${EndIf}
    DeleteRegKey SHCTX "Software\Classes\${id}"
!macroend

Section
    SetOutPath "$INSTDIR"
    ; Nothing of an older version may stay to be imported.
    RMDir /r "$INSTDIR\_internal"
    File /r "${PAYLOAD}\*.*"
    Call WriteKit
    CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\readmission-window.exe"
    !insertmacro KIND "readmission" "Readmission.Declaration" "$(Declaration)" 1
    !insertmacro KIND "round" "Readmission.Round" "$(Round)" 1
    !insertmacro KIND "bundle" "Readmission.Bundle" "$(Bundle)" 0
    !insertmacro KIND "reply" "Readmission.Reply" "$(Reply)" 0
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr SHCTX "${KEY}" "DisplayName" "${TITLE}"
    WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${KEY}" "Publisher" "${PUBLISHER}"
    WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\readmission.ico"
    WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
    WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" $0
SectionEnd

Section Uninstall
    ; Only what the installer laid down: a declaration that somebody keeps in this folder is not touched, nor is the folder then.
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\state\state.kit"
    RMDir "$INSTDIR\state"
    Delete "$INSTDIR\readmission.exe"
    Delete "$INSTDIR\readmission-window.exe"
    Delete "$INSTDIR\readmission.ico"
    Delete "$INSTDIR\LICENCES.txt"
    Delete "$INSTDIR\sbom.cdx.json"
    Delete "$INSTDIR\TEST-BUILD.txt"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    !insertmacro NO_KIND "readmission" "Readmission.Declaration"
    !insertmacro NO_KIND "round" "Readmission.Round"
    !insertmacro NO_KIND "bundle" "Readmission.Bundle"
    !insertmacro NO_KIND "reply" "Readmission.Reply"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
    DeleteRegKey SHCTX "${KEY}"
SectionEnd
