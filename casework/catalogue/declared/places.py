"""A case about a place, with many victims and sometimes nobody named (R60, R61, R63, R77, R78)."""

from __future__ import annotations

from casework.catalogue.field import ANTISOCIAL, PLACE, Kind, Mask, Row, SubjectKind
from casework.catalogue.options import YES_NO, YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet

_ONLY = frozenset({PLACE})
_place = Sheet("place_details", SubjectKind.PLACE, Row.PLACE, ANTISOCIAL, _ONLY)
_people = Sheet("place_people", SubjectKind.PLACE, Row.PLACE, ANTISOCIAL, _ONLY)
_one = Sheet("complainants", SubjectKind.VICTIM, Row.COMPLAINANT, ANTISOCIAL, _ONLY)
_plan = Sheet("place_problem_solving", SubjectKind.PLACE, Row.PLACE, ANTISOCIAL, _ONLY)

DETAILS = _place.page(
    "The place",
    "place",
    (
        _place("place.name", "Name of the place", Kind.TEXT, "place", 2,
               "For example, Mansell Court, or the arches under the station.", required=True),
        _place("place.kind", "What kind of place it is", Kind.CHOICE, "place", 1, required=True,
               facet="place_kind",
               choices=(("dwelling", "One home"), ("block", "Block of homes"), ("estate", "Estate"),
                        ("street", "Street"), ("premises", "Licensed premises, shop or business"),
                        ("open_space", "Park or open space"), ("transport", "Station or stop"),
                        ("school", "School or college"), ("area", "Wider area"))),
        _place("place.address", "Address or how to find it", Kind.ADDRESS, "place", 3,
               "If it is somebody's home, other agencies see only the district unless they need "
               "more.",
               mask=Mask.DISTRICT),
        _place("place.postcode", "Postcode", Kind.POSTCODE, "place", 3, mask=Mask.DISTRICT,
               facet="district"),
        _place("place.boundary", "Where it begins and ends", Kind.LONG_TEXT, "place", 2,
               "For example, both sides of the street between the church and the canal."),
        _place("place.uprns", "Property reference numbers", Kind.LONG_TEXT, "place", 3,
               "UPRNs, one on each line, if you have them.", mask=Mask.HIDDEN),
        _place("place.landlords", "Landlords and owners", Kind.LONG_TEXT, "third_party", 2,
               "One on each line."),
        _place("place.managing_agents", "Managing agents", Kind.LONG_TEXT, "third_party", 2,
               "One on each line."),
        _place("place.licensees", "Licence holders", Kind.LONG_TEXT, "third_party", 2,
               "One on each line."),
        _place("place.features", "Features that draw people or hide them", Kind.LONG_TEXT, "place",
               1,
               "For example, a phone box, a stairwell, a wall people sit on. Say who owns it."),
        _place("place.lighting", "Lighting", Kind.TEXT, "place", 1),
        _place("place.cctv", "Cameras", Kind.TEXT, "place", 1,
               "Where they are, and who holds the pictures."),
        _place("place.access_control", "Doors, gates and entry systems", Kind.TEXT, "place", 1),
    ),
    hint="Describe the place so that somebody who has never been there can find it.",
    why_we_ask="Changing a place often does more than chasing the people in it.",
)  # fmt: skip

PEOPLE_THERE = _people.page(
    "People at this place",
    "third_party",
    (
        _people("place.complainant_count", "How many people have complained", Kind.NUMBER,
                "third_party", 3,
                "Count each person once, also if they told several agencies. Put 0 if nobody has "
                "come forward.",
                required=True, mask=Mask.SMALL_NUMBER, facet="complainants"),
        _people("place.people_affected", "Who is affected", Kind.LONG_TEXT, "victims_words", 3,
                "Residents, staff, passers-by. Do not name anybody here."),
        _people("place.vulnerable_people", "People who are hit harder than others", Kind.LONG_TEXT,
                "health", 3,
                "For example, older residents who no longer go out. Do not name anybody here."),
        _people("place.groups_causing_harm", "Groups causing harm", Kind.LONG_TEXT, "allegation", 3,
                "Numbers, ages, where they come from. Named people have pages of their own."),
        _people("place.prolific", "Is a small number of people behind most of it?",
                Kind.YES_NO_UNKNOWN,
                "intelligence", 3, choices=YES_NO_UNKNOWN),
        _people("place.businesses", "Businesses to speak to", Kind.LONG_TEXT, "third_party", 2,
                "Name and contact, one on each line."),
        _people("place.residents_groups", "Residents' groups to speak to", Kind.LONG_TEXT,
                "third_party", 2,
                "Name and contact, one on each line."),
        _people("place.other_contacts", "Others who can change something", Kind.LONG_TEXT,
                "third_party", 2,
                "For example, a phone or transport company."),
    ),
    hint="Numbers and groups. You can name individual people on the next pages.",
    why_we_ask="A place case has many victims. It should not stop because nobody dares to be "
    "named.",
)  # fmt: skip

COMPLAINANTS = _one.page(
    "People who have complained",
    "victims_words",
    (
        _one("complainant.anonymous", "Do they want to stay anonymous?", Kind.YES_NO, "third_party",
             4,
             "If yes, leave the name out. Call them 'Resident A' or the like.", choices=YES_NO,
             required=True,
             presence_sealed=True),
        _one("complainant.name", "Name, or what to call them", Kind.TEXT, "third_party", 4,
             mask=Mask.HIDDEN, presence_sealed=True),
        _one("complainant.address", "Address", Kind.ADDRESS, "location", 4, mask=Mask.DISTRICT,
             protected=True, presence_sealed=True),
        _one("complainant.telephone", "Phone number", Kind.PHONE, "safe_contact", 4,
             mask=Mask.LAST_DIGITS,
             protected=True, presence_sealed=True),
        _one("complainant.safe_to_contact", "Is it safe to contact them?", Kind.YES_NO_UNKNOWN,
             "safe_contact", 4,
             choices=YES_NO_UNKNOWN, presence_sealed=True),
        _one("complainant.first_report", "When they first reported it", Kind.DATE, "third_party", 3,
             past=True),
        _one("complainant.reports", "How many reports they have made", Kind.NUMBER, "third_party",
             3,
             mask=Mask.SMALL_NUMBER),
        _one("complainant.harm", "What it has done to them", Kind.LONG_TEXT, "victims_words", 4,
             "In their own words if you can."),
        _one("complainant.wants", "What they want to happen", Kind.LONG_TEXT, "victims_words", 4),
        _one("complainant.fear", "Are they afraid of what happens if it comes out?",
             Kind.YES_NO_UNKNOWN,
             "victims_words", 4, choices=YES_NO_UNKNOWN, presence_sealed=True),
    ),
    hint="Add a page for each person who has come forward. You may leave this out.",
    why_we_ask="People who complain must hear what came of it, and must not be found out by those "
    "they complain "
    "about.",
    repeats=True,
    each="person who complained",
)  # fmt: skip

PROBLEM_SOLVING = _plan.page(
    "The problem and the aim",
    "administrative",
    (
        _plan("place.hours", "Times of day", Kind.CHOICES, "place", 1, facet="hours",
              choices=(("morning", "Morning, 6am to midday"), ("afternoon",
              "Afternoon, midday to 6pm"),
                       ("evening", "Evening, 6pm to 11pm"), ("night", "Night, 11pm to 6am"),
                       ("none", "No pattern"))),
        _plan("place.days", "Days of the week", Kind.CHOICES, "place", 1, facet="days",
              choices=(("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"), ("thu",
              "Thursday"),
                       ("fri", "Friday"), ("sat", "Saturday"), ("sun", "Sunday"), ("none",
                       "No pattern"))),
        _plan("place.pattern", "What the pattern is", Kind.LONG_TEXT, "place", 1,
              "For example, when the clubs close, in school holidays, on match days."),
        _plan("place.displacement", "Has it moved here, or would it move on?", Kind.LONG_TEXT,
              "place", 1,
              "Say where to, and which neighbouring area should know."),
        _plan("place.community_impact", "What it does to the community", Kind.LONG_TEXT,
              "intelligence", 3,
              "Fear, tension between groups, people moving away."),
        _plan("place.tension", "Is tension rising?", Kind.YES_NO_UNKNOWN, "intelligence", 3,
              choices=YES_NO_UNKNOWN),
        _plan("place.tools_in_force", "Orders and conditions in force now", Kind.LONG_TEXT, "legal",
              1,
              "For example, a public spaces protection order, dispersal, closure, licence "
              "conditions; with dates."),
        _plan("place.tried", "What has been tried, and what it changed", Kind.LONG_TEXT,
              "administrative", 2),
        _plan("place.method", "Problem-solving method", Kind.CHOICE, "administrative", 1,
              choices=(("osara", "OSARA"), ("sara", "SARA"), ("other", "Another method"), ("none",
              "None yet"))),
        _plan("place.objective", "What should be different", Kind.LONG_TEXT, "administrative", 1,
              required=True),
        _plan("place.measure", "How we will know", Kind.TEXT, "administrative", 1,
              "Something that can be counted, for example calls to the police each month."),
        _plan("place.baseline", "What that number is now", Kind.TEXT, "administrative", 1),
    ),
    hint="What is going on, when, and what would count as success.",
    why_we_ask="Without a number from before, nobody can say later whether anything helped.",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (DETAILS, PEOPLE_THERE, COMPLAINANTS, PROBLEM_SOLVING)
