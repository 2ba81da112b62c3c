// <moderation-queue>: the queue by keyboard. j and k go on and back between the cases, the
// letter beside a decision chooses it and leads to its reasons. Sending stays with the form.
class ModerationQueue extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  get #cases(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-case]")];
  }

  #pressed(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const writing = target.matches("textarea, select, input:not([type=radio])");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const cases = this.#cases;
    const here = cases.findIndex((one) => one.contains(target));
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? here + 1 : Math.max(here - 1, 0);
      cases[Math.min(next, cases.length - 1)]?.focus();
      event.preventDefault();
    } else if (here >= 0 && /^[a-z]$/.test(event.key)) {
      const choice = cases[here]?.querySelector<HTMLInputElement>(`[data-key="${event.key}"]`);
      if (!choice) return;
      choice.checked = true;
      cases[here]?.querySelector<HTMLElement>("select[name=rule]")?.focus();
      event.preventDefault();
    }
  }
}

customElements.define("moderation-queue", ModerationQueue);
