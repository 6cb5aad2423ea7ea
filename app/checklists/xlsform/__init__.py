"""A checklist as an XLSForm, the common format of forms in the field (ODK, KoboToolbox, SurveyCTO): a plain subset,
read so that every question is either understood or refused with its cell."""
