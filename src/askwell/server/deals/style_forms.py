"""The form on which signs of a person's style are ticked (M34)."""

from collections.abc import Collection
from typing import Any

from django import forms

from askwell.deal.style import AXES, signs_of
from askwell.method.loader import load_codebook

AXIS = " (axis)"
"""What tells an end of an axis from the style of the same name, needed in the handbook alone."""


def end_name(end: str, lang: str) -> str:
    """What an end of an axis is called where it cannot be taken for a style."""
    return load_codebook().entry(f"style_axis.{end}").name.in_lang(lang).removesuffix(AXIS)


class StyleForm(forms.Form):
    """One list of ticks for each end of the two axes, named by the end."""

    def __init__(self, lang: str, data: Any = None, ticked: Collection[str] = ()) -> None:
        super().__init__(data)
        for end in (end for axis in AXES for end in axis):
            definition = load_codebook().entry(f"style_axis.{end}").definition
            self.fields[end] = forms.MultipleChoiceField(
                label=end_name(end, lang),
                help_text=definition.in_lang(lang),
                choices=[(item.id, item.text.in_lang(lang).rstrip(".。")) for item in signs_of(end)],
                initial=[item.id for item in signs_of(end) if item.id in ticked],
                required=False,
                widget=forms.CheckboxSelectMultiple(),
            )

    @property
    def signs(self) -> list[str]:
        """Everything ticked."""
        return [sign for end in self.fields for sign in self.cleaned_data[end]]
