"""Extended models: subclasses of the schemas with declared fields, so that all code that reads a schema sees them."""

from collections.abc import Mapping
from copy import copy
from functools import lru_cache, reduce
from operator import or_
from typing import Annotated, Any, ClassVar, TypeVar, cast

from pydantic import BaseModel, computed_field

from docgen.annotations import models_in, replace_models
from docgen.audience import Audience, Choice, client, internal
from docgen.schemas.base import Text
from docgen.schemas.declared import DeclaredField, DeclaredType, ModelExtension, Words
from docgen.schemas.figures import Count, Date, DateTime, Number, Percentage, Rate
from docgen.schemas.money import Amount, Price, Quantity

_Model = TypeVar("_Model", bound=BaseModel)
_Classes = Mapping[type[BaseModel], tuple[type[BaseModel], ...]]
_TYPES: Mapping[DeclaredType, Any] = {
    DeclaredType.text: Text,
    DeclaredType.long_text: Text,
    DeclaredType.money: Amount,
    DeclaredType.price: Price,
    DeclaredType.rate: Rate,
    DeclaredType.percentage: Percentage,
    DeclaredType.quantity: Quantity,
    DeclaredType.number: Number,
    DeclaredType.whole_number: Count,
    DeclaredType.date: Date,
    DeclaredType.datetime: DateTime,
    DeclaredType.yes_no: bool,
    DeclaredType.texts: tuple[Text, ...],
}


class DeclaredChoice(Choice):
    """Base class of the choices of declared fields; their members can be pickled."""

    def __reduce_ex__(self, _: object) -> tuple[Any, ...]:
        """The class is made again from its values in the process that reads this."""
        words = tuple((member.value, member.title_en, member.title_zh) for member in type(self))
        return _member, (type(self).__name__, words, self.value)


def _member(name: str, words: Words, value: str) -> Choice:
    return _choice_class(name, words)(value)


@lru_cache(maxsize=1024)
def _choice_class(name: str, words: Words) -> type[Choice]:
    members = [(f"value_{number}", value) for number, value in enumerate(words)]
    return cast("type[Choice]", DeclaredChoice(name, members))  # type: ignore[call-overload] - the functional API


def extension_of(model: type[BaseModel]) -> ModelExtension:
    """What an extended model adds to its schema; an empty extension for any other model."""
    return getattr(model, "declared_extension", ModelExtension())


def retype(annotation: Any, model: type[BaseModel]) -> Any:
    """The type of a value that is computed from fields of `model`, with the extended models that it then holds."""
    extension = extension_of(model)
    if not extension.nested:
        return annotation
    classes = _classes(model.__bases__[0], extension)
    return replace_models(annotation, lambda one: _replacement(one, classes, ()))


def field_type(field: DeclaredField) -> Any:
    """The annotation of a declared field's value."""
    if field.type is DeclaredType.choice:
        return _choice_class(field.name, field.values)
    return _TYPES[field.type]


@lru_cache(maxsize=512)
def extended_model(model: type[_Model], extension: ModelExtension) -> type[_Model]:
    """The subclass of `model` with the fields of `extension`, nested models and computed fields included.

    Equal extensions give the same class. Its instances can be pickled; the process that reads them makes the class.
    """
    annotations: dict[str, Any] = {}
    members: dict[str, Any] = {"__reduce__": _reduced, "declared_extension": extension}
    annotations["declared_extension"] = ClassVar[ModelExtension]
    classes: dict[type[BaseModel], tuple[type[BaseModel], ...]] = {}
    for name, inner in extension.nested:
        base = nested_model(model, name)
        if base is None:
            raise TypeError(f"{model.__name__}.{name} holds no model to extend")
        made = extended_model(base, inner)
        classes = _joined(classes, _classes(base, inner))
        info = copy(model.model_fields[name])
        info.annotation = annotations[name] = replace_models(
            info.annotation, lambda one, b=base, m=made: m if one is b else one
        )
        members[name] = info
    for field in extension.fields:
        annotations[field.name], default = _annotation(field)
        members |= {} if field.is_required else {field.name: default}
    members |= _computed(model, classes)
    return _subclass(model, annotations, members)


def nested_model(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model that the entered field `name` holds, alone or in a list; None if it holds none."""
    info = model.model_fields.get(name)
    return next(models_in(info.annotation), None) if info else None


def _subclass(model: type[_Model], annotations: dict[str, Any], members: dict[str, Any]) -> type[_Model]:
    """A subclass that has the name of `model`, by which templates, labels and messages call it."""
    facts = {"__module__": model.__module__, "__qualname__": model.__qualname__, "__doc__": model.__doc__}
    return type(model)(model.__name__, (model,), {**facts, **members, "__annotations__": annotations})


def _reduced(document: BaseModel) -> tuple[Any, ...]:
    model = type(document)
    return _restored, (model.__bases__[0], extension_of(model)), document.__getstate__()


def _restored(model: type[BaseModel], extension: ModelExtension) -> BaseModel:
    made = extended_model(model, extension)
    return made.__new__(made)


def _annotation(field: DeclaredField) -> tuple[Any, Any]:
    """The annotation of a declared field with its mark, and its default."""
    about = (field.en, field.zh, field.description, _example(field))
    is_markdown = field.type is DeclaredType.long_text
    if field.reader is Audience.CLIENT:
        mark = client(*about, markdown=is_markdown)
    else:
        mark = internal(*about, markdown=is_markdown, also=frozenset({field.reader}))
    annotation = field_type(field)
    if field.type is DeclaredType.texts:
        return Annotated[annotation, mark], ()
    return Annotated[annotation if field.is_required else annotation | None, mark], None


def _example(field: DeclaredField) -> Any:
    if field.example is not None:
        return list(field.example) if isinstance(field.example, tuple) else field.example
    if field.values:
        return field.values[0][0]
    return [] if field.type is DeclaredType.texts else None


def _classes(model: type[BaseModel], extension: ModelExtension) -> _Classes:
    """The extended models in `model` and below it, by the models of which they are made."""
    found: dict[type[BaseModel], tuple[type[BaseModel], ...]] = {model: (extended_model(model, extension),)}
    for name, inner in extension.nested:
        base = nested_model(model, name)
        found = _joined(found, _classes(base, inner)) if base else found
    return found


def _joined(some: _Classes, others: _Classes) -> dict[type[BaseModel], tuple[type[BaseModel], ...]]:
    keys = dict.fromkeys((*some, *others))
    return {key: tuple(dict.fromkeys((*some.get(key, ()), *others.get(key, ())))) for key in keys}


def _computed(model: type[BaseModel], classes: _Classes, within: tuple[type[BaseModel], ...] = ()) -> dict[str, Any]:
    """The computed fields of `model` whose values contain an extended model, with types that say so."""
    members: dict[str, Any] = {}
    for name, info in model.model_computed_fields.items() if classes else ():
        changed = replace_models(info.return_type, lambda one: _replacement(one, classes, (*within, model)))
        if changed is not info.return_type:
            members[name] = computed_field(return_type=changed)(info.wrapped_property)
    return members


def _replacement(model: type[BaseModel], classes: _Classes, within: tuple[type[BaseModel], ...]) -> Any:
    """What stands for `model` in a computed field: its extended models, or a subclass if its fields contain one."""
    if model in classes:
        return reduce(or_, classes[model])
    if model in within:
        return model
    annotations: dict[str, Any] = {}
    members = _computed(model, classes, within)
    for name, info in model.model_fields.items():
        changed = replace_models(info.annotation, lambda one: _replacement(one, classes, (*within, model)))
        if changed is not info.annotation:
            members[name] = copy(info)
            members[name].annotation = annotations[name] = changed
    return _subclass(model, annotations, members) if members else model
