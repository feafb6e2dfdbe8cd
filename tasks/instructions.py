"""A leader's written instruction (批示) on a task; an entry of a responsible unit answers it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Instruction, Task
from tasks.progress import refuse_closed
from tasks.signals import instruction_given
from urbanplan.accounts.permissions import may
from urbanplan.refusal import Refusal


@transaction.atomic
def give_instruction(
    *, task: Task, by, text: str, answer_due: date | None = None, today: date | None = None
) -> Instruction:
    """Stores the instruction and tells those who listen; the same words sent twice in a day are one."""
    today = today or timezone.localdate()
    task = Task.everything.select_for_update().get(pk=task.pk)
    if not may(by, "give_instruction", task):
        raise Refusal(_("Only a leader of the region gives instructions."))
    refuse_closed(task)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refusal(_("Write the instruction."))
    if answer_due and answer_due < today:
        raise Refusal(_("The answer cannot be due before today."))
    instruction, made = Instruction.objects.get_or_create(
        task=task, leader=by, text=text, given_on=today, defaults={"answer_due": answer_due}
    )
    if made:
        instruction_given.send(sender=Instruction, instruction=instruction)
    return instruction
