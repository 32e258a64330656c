"""Messages for the user, in English and Chinese: `Message`, the catalogue, the language in which they are shown."""

from docgen.messages.catalogue import (
    LANGUAGES,
    Language,
    Message,
    MessageError,
    Remedy,
    foreign,
    in_language,
    joined,
    language,
    language_of_locale,
    message,
    message_data,
    message_from,
    system_reason,
    use_language,
    with_remedy,
)
from docgen.messages.places import place_in_language

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "MessageError",
    "Remedy",
    "foreign",
    "in_language",
    "joined",
    "language",
    "language_of_locale",
    "message",
    "message_data",
    "message_from",
    "place_in_language",
    "system_reason",
    "use_language",
    "with_remedy",
]
