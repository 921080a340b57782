"""A report counts once; those that came before anybody knew the message wait."""

from __future__ import annotations

from datetime import timedelta

from storage import delivery_reports
from storage.delivery_reports import Report


def test_a_report_is_news_once(at_work):
    with at_work() as work:
        assert delivery_reports.note(work, "SM1", "sent", "") is True
        assert delivery_reports.note(work, "SM1", "sent", "") is False
        assert delivery_reports.note(work, "SM1", "undelivered", "30003") is True
        assert delivery_reports.note(work, "SM2", "sent", "") is True


def test_the_reports_of_a_message_come_in_the_order_of_their_arrival(at_work):
    arrived = [("undelivered", "30003"), ("sent", ""), ("delivered", "")]
    for minutes, (status, code) in enumerate(arrived):
        with at_work(timedelta(minutes=minutes)) as work:
            delivery_reports.note(work, "SM1", status, code)
            delivery_reports.note(work, "SM2", "sent", "")
    with at_work() as work:
        assert delivery_reports.of(work, "SM1") == [Report(status, code) for status, code in arrived]
        assert delivery_reports.of(work, "SM3") == []
