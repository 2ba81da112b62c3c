// <moderation-queue>: the queue by keyboard. j and k go on and back between the cases, the
// letter beside a decision chooses it and leads to what it needs, Escape leads back to the case,
// Ctrl and Enter send it, and ? shows the keys. What is sent stays the form's.
class ModerationQueue extends HTMLElement {
  readonly #listen = (event: KeyboardEvent): void => this.#pressed(event);

  connectedCallback(): void {
    document.addEventListener("keydown", this.#listen);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#listen);
  }

  get #cases(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-case]")];
  }

  #pressed(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const here = target.closest<HTMLElement>("[data-case]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (here) here.querySelector("form")?.requestSubmit();
      return;
    }
    if (event.key === "Escape" && here) here.focus();
    const writing = target.matches("textarea, select, input:not([type=radio])");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") this.#showKeys();
    else if (event.key === "j" || event.key === "k") this.#go(here, event.key === "j" ? 1 : -1);
    else if (!here || !/^[a-z]$/.test(event.key) || !this.#choose(here, event.key)) return;
    event.preventDefault();
  }

  #showKeys(): void {
    const keys = document.querySelector<HTMLDetailsElement>("#keys");
    if (!keys) return;
    keys.open = !keys.open;
    if (keys.open) keys.querySelector<HTMLElement>("summary")?.focus();
  }

  #go(here: HTMLElement | null, by: number): void {
    const cases = this.#cases;
    const from = here ? cases.indexOf(here) : by > 0 ? -1 : 0;
    cases[Math.min(Math.max(from + by, 0), cases.length - 1)]?.focus();
  }

  #choose(here: HTMLElement, key: string): boolean {
    const choice = here.querySelector<HTMLInputElement>(`[data-key="${key}"]`);
    if (!choice) return false;
    choice.checked = true;
    const more = here.querySelector<HTMLDetailsElement>("[data-more]");
    if (more && (key === "m" || key === "b")) more.open = true;
    const field = key === "m" ? "[name=place]" : key === "r" ? "[name=facts]" : "[name=rule]";
    here.querySelector<HTMLElement>(field)?.focus();
    return true;
  }
}

customElements.define("moderation-queue", ModerationQueue);
