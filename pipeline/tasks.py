"""What an Airflow task runs: opens the house, calls a step, and says in one line how it went. Knows no Airflow."""

from __future__ import annotations

from pipeline import steps
from pipeline.house import open_house
from pipeline.incidents import alarms
from vigie.model import Certificate
from warehouse import probes


class StepFailed(RuntimeError):
    """A step ended as it should not; trying again at once would not help. The message names source and cause."""


def ingest(slug: str) -> str:
    """Ingests one source and returns the id of its run. Raises StepFailed with the cause of the certificate."""
    certificate = steps.ingest(open_house(), slug)
    print(one_line(certificate))
    if certificate.failed:
        raise StepFailed(one_line(certificate))
    return certificate.run


def probe() -> str:
    """Looks at sources that nobody has seen answer, and again at those that did not, and returns the counts as a line.
    What answers is scheduled from then on. Never fails for what sites do."""
    from pipeline.probe_campaign import campaign, stale

    house = open_house()
    with house.engine.connect() as connection:
        last, standing = probes.last(connection), probes.in_force(connection)
    wanted = stale(house.sources, last, standing, house.settings.clock())
    done = campaign(house, wanted, lambda seen: print(f"{seen.source}: {seen.cause.value}: {seen.message}"))
    line = f"{len(done)} sources looked at, {sum(one.holds for one in done)} answered"
    print(line)
    return line


def curate() -> str:
    """Curates and returns the counts as a line."""
    done = steps.curate(open_house())
    line = f"{done.records} records, {done.items} items, {done.changes} changes"
    print(line)
    return line


def publish() -> str:
    """Publishes and returns the counts as a line. Raises StepFailed when a feed was refused, or nothing is published
    since a rollback."""
    house = open_house()
    done = steps.publish(house)
    steps.tell_changes(house)
    if done.held:
        raise StepFailed(f"nothing published: {done.held}; `vigie publish --confirm` writes the present state again")
    line = f"{len(done.files)} feeds, {len(done.changed)} rewritten"
    print(line)
    if done.refused:
        raise StepFailed(f"{line}; kept as they were: {', '.join(str(r) for r in done.refused)}")
    return line


def one_line(certificate: Certificate) -> str:
    """A certificate for a log: source, cause, counts, message, and the alarms that the message does not say."""
    c = certificate
    return (
        f"{c.source}: {c.cause.value}, {c.read} listed, {c.new} new, {c.changed} changed, {c.unchanged} unchanged, "
        f"{c.missing} missing, {c.quarantined} quarantined, {c.pages_fetched} pages, {c.seconds:.1f} s"
        + (f" ({c.message})" if c.message else "")
        + "".join(f"; ALARM: {alarm}" for alarm in alarms(c))
    )
