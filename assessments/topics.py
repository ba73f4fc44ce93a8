"""Which suggestions of the library answer a weak point: by words of its name, for codes change by year. Pure."""

from thai.wording import bare, squeeze


def alternatives(topic: str) -> tuple[tuple[str, ...], ...]:
    """Return the topic's alternatives, each as the words that must all occur: "ร้องเรียน ช่องทาง | แจ้งเบาะแส"."""
    parts = (tuple(bare(word) for word in squeeze(part).split(" ") if bare(word)) for part in topic.split("|"))
    return tuple(part for part in parts if part)


def fits(topic: str, name: str, section: str = "") -> bool:
    """Say whether a topic's words are found in the name of a question or item.

    section: the name of its OIT sub-indicator, whose words count, too; but at least one word is the name's own. A
    topic without words answers the whole indicator and fits no single question.
    """
    own, both = bare(name), bare(name) + " " + bare(section)
    return bool(own) and any(
        any(word in own for word in words) and all(word in both for word in words) for words in alternatives(topic)
    )
