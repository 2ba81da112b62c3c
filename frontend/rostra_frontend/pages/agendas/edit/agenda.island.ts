// <agenda-builder>: items are dragged to another place, and every form takes effect without
// leaving the page. The server draws the agenda; whatever it says is shown and read out. By
// keyboard and without JavaScript the buttons beside each item do the same.
const HALF = 0.5;

class AgendaBuilder extends HTMLElement {
  #dragged?: HTMLElement;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#submit(event));
    this.addEventListener("dragstart", (event) => this.#pick(event));
    this.addEventListener("dragover", (event) => this.#hover(event));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => this.#clear());
    this.#prepare();
  }

  #prepare(): void {
    if (!this.querySelector("#undo")) return; // the agenda is closed
    for (const item of this.querySelectorAll<HTMLElement>("[data-item]")) {
      const number = item.querySelector<HTMLElement>(".number");
      if (!number) continue;
      number.draggable = true;
      number.title = this.dataset.picked ?? "";
    }
  }

  #itemOf(event: Event): HTMLElement | null {
    return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-item]") : null;
  }

  #pick(event: DragEvent): void {
    const item = this.#itemOf(event);
    if (!item || !event.dataTransfer || !(event.target as HTMLElement).draggable) return;
    this.#dragged = item;
    item.classList.add("dragging");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.item ?? "");
    event.dataTransfer.setDragImage(item, 0, 0);
  }

  #hover(event: DragEvent): void {
    const item = this.#itemOf(event);
    if (!this.#dragged || !item) return;
    event.preventDefault();
    this.#unmark();
    if (item !== this.#dragged) item.classList.add(this.#before(item, event) ? "above" : "beneath");
  }

  #before(item: HTMLElement, event: DragEvent): boolean {
    const box = item.getBoundingClientRect();
    return event.clientY < box.top + box.height * HALF;
  }

  #drop(event: DragEvent): void {
    const item = this.#itemOf(event);
    const form = this.querySelector<HTMLFormElement>("form.dragged");
    if (!this.#dragged || !item || !form || item === this.#dragged) return this.#clear();
    event.preventDefault();
    const fields = new FormData(form);
    fields.set("item", this.#dragged.dataset.item ?? "");
    fields.set("target", item.dataset.item ?? "");
    fields.set("place", this.#before(item, event) ? "BEFORE" : "AFTER");
    fields.set("revision", this.#revision());
    this.#clear();
    void this.#send(form.action, fields);
  }

  #revision(): string {
    return this.querySelector<HTMLInputElement>(".builder [name=revision]")?.value ?? "";
  }

  #unmark(): void {
    for (const one of this.querySelectorAll(".above, .beneath")) one.classList.remove("above", "beneath");
  }

  #clear(): void {
    this.#unmark();
    this.#dragged?.classList.remove("dragging");
    this.#dragged = undefined;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    await this.#send(form.action, new FormData(form, event.submitter), event.submitter?.id);
  }

  // Send a form, show the agenda as the server draws it, and say where the item stands now.
  async #send(address: string, fields: FormData, focused = ""): Promise<void> {
    const texts = [...fields].map(([name, value]) => [name, String(value)]);
    let drawn: Document;
    try {
      const reply = await fetch(address, { method: "POST", body: new URLSearchParams(texts) });
      drawn = new DOMParser().parseFromString(await reply.text(), "text/html");
    } catch {
      return location.reload();
    }
    const fresh = drawn.querySelector("agenda-builder .builder");
    const old = this.querySelector(".builder");
    if (!fresh || !old) return location.reload();
    old.replaceWith(document.adoptNode(fresh));
    this.#prepare();
    this.#tell(String(fields.get("item") ?? ""));
    const target = focused ? document.getElementById(focused) : null;
    if (target && !(target as HTMLButtonElement).disabled) target.focus();
    else document.getElementById(`item-${fields.get("item")}`)?.querySelector("summary")?.focus();
  }

  #tell(id: string): void {
    const item = document.getElementById(`item-${id}`);
    const words = [".number", ".name"].map((part) => item?.querySelector(part)?.textContent ?? "");
    const refused = this.querySelector(".builder > .refused")?.textContent?.trim();
    const status = this.querySelector("[role=status]");
    const moved = (this.dataset.moved ?? "{name}").replace("{name}", words.join(" "));
    if (status) status.textContent = refused ?? (item ? moved : "");
  }
}

customElements.define("agenda-builder", AgendaBuilder);
