// Drawing a section anew without taking away what somebody has written, chosen or opened in it.
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const FIELDS = "form[id] :is(input:not([type=hidden]), textarea, select)[id]";
const within = (part: Element, id: string) => part.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
const ticks = (field: Field): field is HTMLInputElement => field.type === "radio" || field.type === "checkbox";

// Whether a field says something else than the server wrote, or was refused with what it says.
function isTouched(field: Field): boolean {
  if (field.form?.hasAttribute("data-refused")) return true;
  if (field instanceof HTMLSelectElement) {
    const stood = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, stood);
  }
  return ticks(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

// Take over into the fresh section what was written and opened in the old one. A form is the same
// only by its id, which says what it is about: a choice in one vote is none in the next.
export function carryOver(old: Element, fresh: Element): void {
  for (const field of [...old.querySelectorAll<Field>(FIELDS)].filter(isTouched)) {
    const there = within(fresh, field.id) as Field | null;
    if (!there || there.type !== field.type || there.form?.id !== field.form?.id) continue;
    if (ticks(field)) (there as HTMLInputElement).checked = field.checked;
    else if (!(there instanceof HTMLSelectElement)) there.value = field.value;
    else if ([...there.options].some((option) => option.value === field.value)) there.value = field.value;
  }
  for (const details of old.querySelectorAll<HTMLDetailsElement>("details[id]")) {
    const there = within(fresh, details.id) as HTMLDetailsElement | null;
    if (there) there.open = details.open;
  }
}

// Draw everything anew around the form in which somebody writes, which stays untouched, and with
// it the cursor and a tablet's keyboard. False where the fresh section has no such form any more.
export function drawAround(old: Element, fresh: Element, active: Element): boolean {
  const form = active.closest("form[id]");
  const same = form && within(fresh, form.id);
  if (!form || !same) return false;
  const pairs: [Element, Element][] = [];
  for (let kept: Element = form, there: Element = same; kept !== old; ) {
    pairs.push([kept, there]);
    if (!kept.parentElement || !there.parentElement) return false;
    [kept, there] = [kept.parentElement, there.parentElement];
    if (kept.tagName !== there.tagName || (kept === old) !== (there === fresh)) return false;
  }
  carryOver(old, fresh);
  for (const [kept, there] of pairs) {
    const beside = [...(there.parentNode?.childNodes ?? [])];
    const at = beside.indexOf(there);
    for (const one of [...(kept.parentNode?.childNodes ?? [])]) if (one !== kept) one.remove();
    kept.before(...beside.slice(0, at));
    kept.after(...beside.slice(at + 1));
  }
  return true;
}
