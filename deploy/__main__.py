"""`deploy/install`: looks, says what it will do, asks, does it. Ends with 0, or 1 and what stopped it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.answers import Answers, answers_from, parsed
from deploy.machine import Failed, Machine
from deploy.preflight import findings
from deploy.steps import plan

CHECKOUT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    flags = parsed(arguments)
    try:
        answers = answers_from(flags)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    is_ready = look(answers)
    if flags.check or not is_ready and not flags.dry_run:
        return 0 if is_ready else 1
    machine = Machine(answers, CHECKOUT, flags.dry_run)
    if os.geteuid() and not flags.dry_run:
        print("Only root can install.", file=sys.stderr)
        return 1
    print("This will be done:" if flags.dry_run else "This is done now:")
    return carry_out(machine)


def look(answers: Answers) -> bool:
    """Say what is amiss, and whether one can go on."""
    found = [*findings(answers)]
    for each in found:
        print(f"{'STOP' if each.stops else 'Note'}: {each.what}\n      {each.mend}")
    return not any(each.stops for each in found)


def carry_out(machine: Machine) -> int:
    for number, step in enumerate(plan(machine), start=1):
        print(f"{number}. {step.says}", flush=True)
        try:
            step.do(machine)
        except (Failed, OSError) as error:
            print(f"\nStopped here, and nothing after it was done. {error}", file=sys.stderr)
            print("Mend it and run the same again: what is done stays done.", file=sys.stderr)
            return 1
    if not machine.dry_run:
        print(f"\nDone. The public site: https://{machine.answers.public_name}/")
        print("What comes next stands in docs/operations.md, First day.")
    return 0


sys.exit(main())
