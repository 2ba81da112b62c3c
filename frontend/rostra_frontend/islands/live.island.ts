// <live-view>: keeps a page about a sitting as it is at this moment.
//
// It listens for which parts changed, fetches the page as the server draws it, at most once for
// each change, and exchanges the sections that show those parts (`data-parts`). Where WebSockets
// are blocked it asks again and again; without JavaScript the page reloads itself.
import { carryOver, drawAround } from "./drawing";

type Message = { kind: "SNAPSHOT" | "CHANGE" | "END"; inside: boolean; sequence: number; parts: string[] };

const FIELDS = "kind inside sequence parts";
const ARGUMENTS = "($uuid: UUID!, $after: Int, $inside: Boolean)";
const GIVEN = "(uuid: $uuid, after: $after, inside: $inside)";
const LISTEN = `subscription ${ARGUMENTS} { told: sitting${GIVEN} { ${FIELDS} } }`;
const ASK = `query ${ARGUMENTS} { told: sittingMessage${GIVEN} { ${FIELDS} } }`;
const ASK_EVERY = 2_000;
const SILENCE = 30_000; // the server asks every twelve seconds whether we are there
const PATIENCE = 4_000; // how long a connection may be lost before it is worth saying
const TYPING = "input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select";

const partsOf = (section: HTMLElement) => section.dataset.parts?.split(" ") ?? [];

class LiveView extends HTMLElement {
  #after = 0;
  #inside = false;
  #failures = 0;
  #dirty = new Set<string>();
  #fetching = false;
  #over = false;
  #lost?: number;

  connectedCallback(): void {
    this.#after = Number(this.dataset.sequence);
    this.#inside = this.dataset.inside === "true";
    this.addEventListener("focusout", () => setTimeout(() => void this.#refresh()));
    const every = Number(this.dataset.every);
    if (every) setInterval(() => this.#change(["TURNOUT"]), every * 1_000);
    this.#listen();
  }

  #variables() {
    return { uuid: this.dataset.meeting, after: this.#after, inside: this.#inside };
  }

  #listen(): void {
    if (this.#over) return;
    const socket = new WebSocket(new URL("/graphql", location.href.replace(/^http/, "ws")), "graphql-transport-ws");
    let heard = Date.now();
    const lost = () => {
      clearInterval(watch);
      socket.onclose = null;
      socket.close(); // a network that is gone does not say so: no word of ours is answered
      void this.#again();
    };
    const watch = setInterval(() => Date.now() - heard > SILENCE && lost(), 5_000);
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.onopen = () => say({ type: "connection_init" });
    socket.onmessage = ({ data }) => {
      heard = Date.now();
      const message = JSON.parse(data);
      if (message.type === "ping") say({ type: "pong" });
      if (message.type === "connection_ack") {
        say({ type: "subscribe", id: "1", payload: { query: LISTEN, variables: this.#variables() } });
      }
      if (message.type === "error") this.#refused(message.payload[0]?.extensions?.code, socket);
      if (message.type === "next" && message.payload.data) this.#hear(message.payload.data.told);
    };
    socket.onclose = lost;
  }

  // There is nothing for us to read, or no room for one more: then we ask instead.
  #refused(code: string, socket: WebSocket): void {
    if (code !== "LIMIT") return this.#end();
    this.#failures = 2;
    socket.close();
  }

  // The connection is gone: ask once, so that nothing is missed meanwhile, and try again.
  async #again(): Promise<void> {
    if (this.#over) return;
    this.#lost ??= setTimeout(() => this.#offline(true), PATIENCE);
    this.#failures += 1;
    const asking = this.#failures > 2;
    if (asking) await this.#ask();
    const pause = asking ? ASK_EVERY : 300 * this.#failures;
    const listens = !asking || this.#failures % 15 === 0;
    setTimeout(() => void (listens ? this.#listen() : this.#again()), pause * (0.75 + Math.random() / 2));
  }

  async #ask(): Promise<void> {
    const asked = new URLSearchParams({ query: ASK, variables: JSON.stringify(this.#variables()) });
    try {
      const answer = await (await fetch(`/graphql?${asked}`)).json();
      if (answer.data) this.#hear(answer.data.told, false);
      else this.#end();
    } catch {
      // there is no network: the bar says so, and the next time comes
    }
  }

  #hear(told: Message, listening = true): void {
    if (listening) this.#failures = 0;
    clearTimeout(this.#lost);
    this.#lost = undefined;
    this.#offline(false);
    if (told.kind === "END") return this.#end();
    this.#after = told.sequence;
    this.#inside = told.inside;
    this.#change(told.parts);
  }

  #end(): void {
    this.#over = true;
    location.reload(); // the server says who may read what there is now
  }

  #offline(shown: boolean): void {
    const bar = this.querySelector<HTMLElement>("[data-offline]");
    if (bar) bar.hidden = !shown;
  }

  #change(parts: string[]): void {
    const shown = [...this.querySelectorAll<HTMLElement>("[data-parts]")];
    parts.filter((part) => shown.some((one) => partsOf(one).includes(part))).forEach((part) => this.#dirty.add(part));
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    if (this.#fetching || this.#dirty.size === 0) return;
    const parts = [...this.#dirty];
    this.#dirty.clear();
    this.#fetching = true;
    let pause = 250;
    try {
      const address = new URL(this.dataset.address ?? location.pathname, location.href);
      address.searchParams.set("n", String(this.#after));
      const answer = await fetch(address);
      if (answer.status === 404) return this.#end();
      if (!answer.ok) throw new Error(answer.statusText);
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const section of drawn.querySelectorAll<HTMLElement>("live-view [data-parts]")) {
        const own = partsOf(section).filter((part) => parts.includes(part));
        if (own.length > 0) this.#exchange(section, own);
      }
    } catch {
      parts.forEach((part) => this.#dirty.add(part));
      pause = ASK_EVERY;
    } finally {
      this.#fetching = false;
      if (this.#dirty.size > 0 && !this.#isTyping()) setTimeout(() => void this.#refresh(), pause);
    }
  }

  // Exchange a section; the form in which somebody writes waits until they look up.
  #exchange(section: HTMLElement, parts: string[]): void {
    const old = document.getElementById(section.id);
    const active = document.activeElement;
    if (!old || old.innerHTML === section.innerHTML) return;
    if (section.dataset.text !== undefined) {
      old.textContent = section.textContent; // a live region stays, so that its words are read out
    } else if (active && this.#isTyping(old)) {
      drawAround(old, section, active);
      parts.forEach((part) => this.#dirty.add(part));
    } else {
      const focused = old.contains(active) ? active?.id : "";
      carryOver(old, section);
      old.replaceWith(document.adoptNode(section));
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  #isTyping(within: HTMLElement = this): boolean {
    const active = document.activeElement;
    return active !== null && within.contains(active) && active.matches(TYPING);
  }
}

customElements.define("live-view", LiveView);
