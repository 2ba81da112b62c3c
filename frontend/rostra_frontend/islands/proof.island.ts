// <door-proof href="/door/challenge"><input name="proof"><span role="status"></span></door-proof>:
// does the small sum that the house asks of a stranger's browser when the form is sent.
//
// The sum (ALTCHA, version 2): the number n for which PBKDF2 of nonce and n begins with a
// given prefix. Where anything goes wrong the form goes without it: then the letter is the proof.
const SLICE = 16;
const SOONEST = 3_500;
const LONGEST = 20_000;

interface Challenge {
  parameters: {
    algorithm: string;
    nonce: string;
    salt: string;
    cost: number;
    keyLength: number;
    keyPrefix: string;
  };
  signature?: string;
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derived(asked: Challenge["parameters"], counter: number): Promise<string> {
  const nonce = bytesOf(asked.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const hash = asked.algorithm.split("/")[1] ?? "SHA-256";
  const salt = bytesOf(asked.salt);
  const how = { name: "PBKDF2", hash, salt, iterations: asked.cost };
  return hexOf(await crypto.subtle.deriveBits(how, key, asked.keyLength * 8));
}

async function solve(challenge: Challenge): Promise<string> {
  const asked = challenge.parameters;
  for (let start = 0; ; start += SLICE) {
    const numbers = Array.from({ length: SLICE }, (_, more) => start + more);
    const keys = await Promise.all(numbers.map((number) => derived(asked, number)));
    const found = keys.findIndex((key) => key.startsWith(asked.keyPrefix));
    if (found >= 0) {
      const solution = { counter: start + found, derivedKey: keys[found] };
      return btoa(JSON.stringify({ challenge, solution }));
    }
  }
}

class DoorProof extends HTMLElement {
  #answer?: Promise<string>;
  #tried = false;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("focusin", () => this.#begin(), { once: true });
    form?.addEventListener("submit", (event) => this.#send(event, form));
    globalThis.addEventListener("pageshow", (event) => event.persisted && this.#anew());
  }

  /** Back on a page whose proof was used: another one is needed. */
  #anew(): void {
    this.#answer = undefined;
    this.#tried = false;
    const field = this.querySelector("input");
    if (field) field.value = "";
  }

  #begin(): Promise<string> {
    this.#answer ??= fetch(this.getAttribute("href") ?? "", {
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
    })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error())))
      .then((challenge: Challenge) => solve(challenge))
      .catch(() => "");
    return this.#answer;
  }

  #send(event: SubmitEvent, form: HTMLFormElement): void {
    const field = this.querySelector("input");
    if (!field || this.#tried || !globalThis.crypto?.subtle) return;
    this.#tried = true;
    event.preventDefault();
    const status = this.querySelector("[role=status]");
    const late = setTimeout(() => {
      if (status) status.textContent = this.dataset.wait ?? "";
    }, 300);
    const button = event.submitter instanceof HTMLElement ? event.submitter : null;
    const soon = new Promise((done) => setTimeout(done, SOONEST - performance.now()));
    void Promise.all([this.#begin(), soon]).then(([proof]) => {
      clearTimeout(late);
      field.value = proof;
      form.requestSubmit(button);
    });
  }
}

customElements.define("door-proof", DoorProof);
