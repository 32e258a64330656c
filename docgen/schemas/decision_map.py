"""The decision map: people of a client's decision as nodes and edges, with its validation rules and notices."""

from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile
from typing import Annotated

from pydantic import Field, computed_field

from docgen.audience import Choice, MarkedModel, client, internal
from docgen.errors import Finding
from docgen.messages import message
from docgen.schemas.base import Problem, Text, list_ids, notice


class Role(Choice):
    """A person's role in the decision."""

    initiator = "initiator", "Initiator", "发起者"
    user = "user", "User", "使用者"
    influencer = "influencer", "Influencer", "影响者"
    technical_evaluator = "technical_evaluator", "Technical evaluator", "技术把关者"
    decision_maker = "decision_maker", "Decision maker", "决策者"
    approver = "approver", "Approver", "批准人"
    purchaser = "purchaser", "Purchaser", "采购执行者"
    gatekeeper = "gatekeeper", "Gatekeeper", "守门人", True
    champion = "champion", "Champion", "内部支持者", True
    coach = "coach", "Coach", "教练", True
    blocker = "blocker", "Blocker", "反对者", True


_EXPECTED = tuple(role for role in Role if role not in (Role.coach, Role.blocker))
"""Roles that a sales rep looks for in every decision."""


class Influence(Choice):
    """A person's weight in the decision."""

    high = "high", "High", "高"
    medium = "medium", "Medium", "中"
    low = "low", "Low", "低"


class Focus(Choice):
    """A person's main concern in the decision."""

    financial = "financial", "Financial", "财务导向"
    technical = "technical", "Technical", "技术导向"
    relationship = "relationship", "Relationship", "关系导向"
    business = "business", "Business", "业务导向"


class Support(Choice):
    """A person's attitude towards us, in five levels."""

    strong_supporter = "strong_supporter", "Strong supporter", "强力支持"
    supporter = "supporter", "Supporter", "支持"
    neutral = "neutral", "Neutral", "中立"
    sceptic = "sceptic", "Sceptic", "怀疑"
    opponent = "opponent", "Opponent", "反对"


class Coverage(Choice):
    """How closely we are in contact with a person."""

    not_met = "not_met", "Not met yet", "未接触"
    introduced = "introduced", "Introduced", "初步接触"
    in_contact = "in_contact", "In regular contact", "定期沟通"
    trusted = "trusted", "Trusted relationship", "深度信任"


class EdgeKind(Choice):
    """Type of a link between two people."""

    reports_to = "reports_to", "Also reports to", "虚线汇报"
    influences = "influences", "Influences", "影响"
    conflicts = "conflicts", "Conflicts with", "冲突", True


class DecisionNode(MarkedModel):
    """One person on the map."""

    id: Annotated[Text, client("Id", "编号", "A short name that edges and reports_to use.", "gm")]
    name: Annotated[Text, client("Name", "姓名", "The person's name.", "周国栋")]
    title: Annotated[Text | None, client("Title", "职务", "The person's position.", "总经理")] = None
    department: Annotated[Text | None, client("Department", "部门", "Where the person works.", "总经办")] = None
    reports_to: Annotated[
        Text | None, client("Reports to", "汇报对象", "The id of the person's superior; empty at the top.", "gm")
    ] = None
    roles: Annotated[
        tuple[Role, ...],
        Field(min_length=1),
        client("Roles", "决策角色", "One or more roles in the decision.", ["decision_maker"]),
    ]
    influence: Annotated[
        Influence | None, internal("Influence", "影响力", "How much the person's word weighs.", "high")
    ] = None
    focus: Annotated[Focus | None, internal("Focus", "关注导向", "What the person looks at first.", "business")] = None
    concerns: Annotated[
        tuple[Text, ...], client("Concerns", "关注点", "What the person wants answered.", ["准时交付率"])
    ] = ()
    support: Annotated[
        Support | None, internal("Support", "支持度", "How the person stands towards us.", "supporter")
    ] = None
    coverage: Annotated[
        Coverage | None, internal("Coverage", "接触程度", "How far we have reached the person.", "in_contact")
    ] = None
    personal_win: Annotated[
        Text | None, internal("Personal win", "个人赢", "What the person gains if it succeeds.", "升任集团副总")
    ] = None
    our_owner: Annotated[
        Text | None, internal("Our owner", "我方对接人", "Who on our side looks after the person.", "陈立")
    ] = None


class DecisionEdge(MarkedModel):
    """A link between two people other than the reporting line."""

    from_id: Annotated[Text, client("From", "起点", "Whose influence (or conflict, or report) it is.", "it")]
    to_id: Annotated[Text, client("To", "终点", "Whom it reaches.", "gm")]
    kind: Annotated[EdgeKind, client("Kind", "关系", "What joins the two.", "influences")]
    note: Annotated[Text | None, client("Note", "说明", "What it is about.", "选型意见")] = None


class DecisionMap(MarkedModel):
    """The people of a decision. A node's `reports_to` is an edge too; `edges` are all others."""

    nodes: Annotated[
        tuple[DecisionNode, ...], Field(min_length=1), client("People", "决策链成员", "Who takes part.", [])
    ]
    edges: Annotated[
        tuple[DecisionEdge, ...], client("Links", "关系", "Who influences whom, beside the reporting line.", [])
    ] = ()

    @computed_field
    @property
    def decision_makers(
        self,
    ) -> Annotated[tuple[Text, ...], client("Decision makers", "决策者", "Names of who decides.", ["周国栋"])]:
        """Names of all people with the role of decision maker."""
        return tuple(node.name for node in self.nodes if Role.decision_maker in node.roles)

    @computed_field
    @property
    def missing_roles(
        self,
    ) -> Annotated[tuple[Role, ...], internal("Missing roles", "缺失角色", "Roles nobody holds yet.", ["gatekeeper"])]:
        """Roles that nobody on the map has, except coach and blocker."""
        held = {role for node in self.nodes for role in node.roles}
        return tuple(role for role in _EXPECTED if role not in held)


def map_problems(decision_map: DecisionMap, path: str = "decision_map") -> Iterator[Problem]:
    """Errors of the map."""
    counts = Counter(node.id for node in decision_map.nodes)
    for index, node in enumerate(decision_map.nodes):
        place = f"{path}.nodes[{index}]"
        if counts[node.id] > 1:
            yield f"{place}.id", message("rule.repeated:person", id=node.id, count=counts[node.id])
        if node.reports_to is not None and node.reports_to not in counts:
            yield f"{place}.reports_to", message("rule.unknown_person", id=node.reports_to, known=list_ids(counts))
    for index, edge in enumerate(decision_map.edges):
        yield from _edge_problems(edge, counts, f"{path}.edges[{index}]")
    yield from _cycles(decision_map, path)


def _edge_problems(edge: DecisionEdge, known: Counter[str], place: str) -> Iterator[Problem]:
    for name, end in (("from_id", edge.from_id), ("to_id", edge.to_id)):
        if end not in known:
            yield f"{place}.{name}", message("rule.unknown_person", id=end, known=list_ids(known))
    if edge.from_id == edge.to_id:
        yield f"{place}.to_id", message("rule.own_edge", id=edge.to_id)


def _superiors(decision_map: DecisionMap) -> dict[str, list[tuple[str, str]]]:
    """Each person's superiors with the place of the field that names them."""
    above: dict[str, list[tuple[str, str]]] = {node.id: [] for node in decision_map.nodes}
    for index, node in enumerate(decision_map.nodes):
        if node.reports_to in above:
            above[node.id].append((node.reports_to, f"nodes[{index}].reports_to"))
    for index, edge in enumerate(decision_map.edges):
        if edge.kind is EdgeKind.reports_to and edge.from_id in above and edge.to_id in above:
            above[edge.from_id].append((edge.to_id, f"edges[{index}].to_id"))
    return above


def _cycles(decision_map: DecisionMap, path: str) -> Iterator[Problem]:
    """One problem for each reporting cycle, at the field that closes it."""
    above = _superiors(decision_map)
    done: set[str] = set()
    for start in above:
        trail = {start: None}  # a dict: ordered, with fast lookup
        pending = [iter(above[start])] if start not in done else []
        while pending:
            superior, place = next(pending[-1], ("", ""))
            if not superior:
                pending.pop()
                done.add(trail.popitem()[0])
            elif superior in trail:
                circle = [*dropwhile(lambda name, first=superior: name != first, trail), superior]
                yield f"{path}.{place}", message("rule.circle", circle=list_ids(circle, " → "))
            elif superior not in done:
                trail[superior] = None
                pending.append(iter(above[superior]))


def map_notices(decision_map: DecisionMap, path: str = "decision_map") -> Iterator[Finding]:
    """Notices for the sales rep: not exactly one decision maker, roles that nobody has."""
    makers = decision_map.decision_makers
    if not makers:
        yield notice("notice.decision_maker", f"{path}.nodes")
    elif len(makers) > 1:
        yield notice("notice.decision_maker:many", f"{path}.nodes", count=len(makers), names=list_ids(makers))
    others = [role for role in decision_map.missing_roles if role is not Role.decision_maker]
    if others:
        roles = [message("term.title", en=role.value, zh=role.title_zh) for role in others]
        yield notice("notice.missing_roles", f"{path}.nodes", roles=roles)
