"""The addresses of what a team lead settles: earlier treatments, who treats whom, groups."""

from tests.web.case import leads

LEADING_CASES = [
    leads("team:nonresponse", sends={"do": "keep"}),
]
