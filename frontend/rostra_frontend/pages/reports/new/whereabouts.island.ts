/** A button that fills in where the reader is, if their device says so. Nothing leaves the page. */
class WhereAbouts extends HTMLElement {
  connectedCallback(): void {
    if (!("geolocation" in navigator) || this.childElementCount) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.dataset.button ?? "";
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    told.className = "meta";
    button.addEventListener("click", () => this.ask(told));
    this.append(button, told);
  }

  private ask(told: HTMLElement): void {
    told.textContent = this.dataset.asking ?? "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.fill("latitude", coords.latitude);
        this.fill("longitude", coords.longitude);
        told.textContent = this.dataset.done ?? "";
      },
      () => (told.textContent = this.dataset.failed ?? ""),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  }

  private fill(name: string, degrees: number): void {
    const input = this.closest("form")?.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) return;
    input.value = degrees.toFixed(6);
    input.dispatchEvent(new Event("change"));
  }
}

customElements.define("where-abouts", WhereAbouts);
