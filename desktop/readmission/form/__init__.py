"""The questionnaire as published: model, reader, expression language and the round."""
