"""Is a certified letter's template looked up at the start, not weeks later when the letter is due?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.bootstrap import open_app
from gateway.domain.errors import ConfigError
from gateway.settings import Settings
from tests.builders.creditor import a_creditor


@pytest.mark.parametrize(("template", "is_there"), [("reminder-3", True), ("reminder-33", False)])
def test_a_name_that_no_template_has_is_refused(
    template: str, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    creditor = replace(a_creditor(), certified_letters=(template,))
    monkeypatch.setattr(Settings, "creditors", property(lambda _: {creditor.creditor_id: creditor}))
    app = open_app(settings=Settings())
    if is_there:
        assert len(app.strategies) > 0
    else:
        with pytest.raises(ConfigError, match=r"certified_letters: there is no template reminder-33"):
            _ = app.strategies
