"""The tabs of the review, in their order."""

from coder_tui.tui.review.agreement_tab import AgreementTab
from coder_tui.tui.review.coders_tab import CodersTab
from coder_tui.tui.review.conditions_tab import ConditionsTab
from coder_tui.tui.review.disagreements_tab import DisagreementsTab
from coder_tui.tui.review.items_tab import ItemsTab
from coder_tui.tui.review.progress_tab import ProgressTab
from coder_tui.tui.review.query_tab import QueryTab
from coder_tui.tui.review.tab import Tab

TABS: tuple[type[Tab], ...] = (
    ProgressTab,
    AgreementTab,
    DisagreementsTab,
    ItemsTab,
    CodersTab,
    ConditionsTab,
    QueryTab,
)
FIRST: type[Tab] = AgreementTab
"""The tab on which the review opens."""
