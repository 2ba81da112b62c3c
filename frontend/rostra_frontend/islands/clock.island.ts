// <live-clock since="…" allowed="…" now="…">: how long somebody has been speaking, second by second.
//
// `now` is what the server's clock said when it drew the page: ours may be wrong.
class LiveClock extends HTMLElement {
  #skew = 0;
  #ticking?: number;

  connectedCallback(): void {
    this.#skew = Date.parse(this.getAttribute("now") ?? "") - Date.now() || 0;
    this.#ticking = setInterval(() => this.#tick(), 1_000);
    this.#tick();
  }

  disconnectedCallback(): void {
    clearInterval(this.#ticking);
  }

  #tick(): void {
    const began = Date.parse(this.getAttribute("since") ?? "");
    const passed = Math.max(0, Math.floor((Date.now() + this.#skew - began) / 1_000));
    this.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
    this.classList.toggle("over", passed > (Number(this.getAttribute("allowed")) || Infinity));
  }
}

customElements.define("live-clock", LiveClock);
