// <minutes-entry>: saves what is written every two seconds, under the revision that was read.
//
// Where somebody else wrote meanwhile, both versions are shown and nothing is overwritten; where
// there is no connection the text stays on this device until it could be saved.
const SAVE = `mutation ($entry: UUID!, $text: String!, $revision: Int!) {
  saveMinutesEntry(input: { entry: $entry, text: $text, revision: $revision }) { revision }
}`;
const PAUSE = 2_000;

class MinutesEntry extends HTMLElement {
  #timer?: number;
  #saving = false;
  #held = false;
  #saved = "";

  connectedCallback(): void {
    this.#saved = this.#area.value;
    const kept = this.#kept;
    if (kept !== null && kept.text !== this.#saved) {
      const revision = Number(this.dataset.revision);
      this.#area.value = kept.text;
      if (kept.revision !== revision) this.#showBoth(this.#saved, revision);
      else {
        this.#say(this.dataset.kept ?? "");
        this.#later();
      }
    }
    this.#area.addEventListener("input", () => {
      this.#keep();
      this.#later();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#held = false;
      void this.#save();
    });
    window.addEventListener("online", () => this.#later());
  }

  get #form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  get #area(): HTMLTextAreaElement {
    return this.querySelector("textarea") as HTMLTextAreaElement;
  }

  get #key(): string {
    return `minutes:${this.dataset.entry}`;
  }

  // What was written here and the revision that it was written upon: others may write meanwhile.
  get #kept(): { text: string; revision: number } | null {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "null");
    } catch {
      return null;
    }
  }

  // While two versions stand there, the copy still builds on the words that both knew.
  #keep(): void {
    const revision = this.#held ? (this.#kept?.revision ?? 0) : Number(this.dataset.revision);
    const kept = { text: this.#area.value, revision };
    localStorage.setItem(this.#key, JSON.stringify(kept));
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.#save(), PAUSE);
  }

  #say(words: string): void {
    (this.querySelector("[role=status]") as HTMLElement).textContent = words;
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#area.value;
    if (this.#held || text === this.#saved) return;
    if (this.#saving) return this.#later();
    this.#saving = true;
    try {
      const variables = { entry: this.dataset.entry, text, revision: Number(this.dataset.revision) };
      const reply = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: SAVE, variables }),
      });
      this.#heard(text, await reply.json());
    } catch {
      this.#say(this.dataset.lost ?? "");
      this.#later();
    } finally {
      this.#saving = false;
    }
  }

  #heard(text: string, answer: { data?: any; errors?: any[] }): void {
    const error = answer.errors?.[0];
    if (!error) {
      this.#remember(answer.data.saveMinutesEntry.revision);
      this.#saved = text;
      if (this.#area.value === text) localStorage.removeItem(this.#key);
      else {
        this.#keep();
        this.#later();
      }
      this.#say(this.dataset.saved ?? "");
    } else if (error.extensions?.revision) {
      this.#showBoth(error.extensions.text, error.extensions.revision);
    } else {
      this.#held = true;
      this.#say(error.message);
    }
  }

  #remember(revision: number): void {
    this.dataset.revision = String(revision);
    (this.#form.elements.namedItem("revision") as HTMLInputElement).value = String(revision);
  }

  // The other version stands above; what is written here is kept until the clerk saves it.
  #showBoth(theirs: string, revision: number): void {
    this.#held = true;
    this.#remember(revision);
    this.querySelector(".theirs")?.remove();
    const other = document.createElement("blockquote");
    other.className = "theirs prose";
    other.innerText = new DOMParser().parseFromString(theirs.replaceAll("</p>", "</p>\n"), "text/html").body.innerText;
    this.#form.before(other);
    this.#say(this.dataset.both ?? "");
  }
}

customElements.define("minutes-entry", MinutesEntry);
