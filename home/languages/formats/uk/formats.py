"""Dates of the admin and of `date` filters in Ukrainian: the month in the genitive, the year in full."""

DATE_FORMAT = r"j E Y \р\о\к\у"
DATETIME_FORMAT = r"j E Y \р\о\к\у, H:i"
YEAR_MONTH_FORMAT = r"F Y \р\о\к\у"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
