/** A piece of a map around a place, from the tiles that the city has chosen; a click may move it. */
const SIZE = 256;
const WIDE = 640;
const HIGH = 320;
const ZOOM = 17;
const NS = "http://www.w3.org/2000/svg";
const WORLD = SIZE * 2 ** ZOOM;

type Place = { latitude: number; longitude: number };
type Spot = { x: number; y: number };

/** Where a place lies on the whole map of the world (Web Mercator), in pixels. */
function spotOf({ latitude, longitude }: Place): Spot {
  const angle = (latitude * Math.PI) / 180;
  const north = Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI;
  return { x: ((longitude + 180) / 360) * WORLD, y: ((1 - north) / 2) * WORLD };
}

/** The place at a spot of the map. */
function placeAt({ x, y }: Spot): Place {
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
  return { latitude, longitude: (x / WORLD) * 360 - 180 };
}

function drawn(name: string, facts: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(facts)) made.setAttribute(key, String(value));
  return made;
}

class TileMap extends HTMLElement {
  connectedCallback(): void {
    if (this.dataset.picks) {
      for (const name of ["latitude", "longitude"]) {
        this.input(name)?.addEventListener("change", () => this.draw(this.typed()));
      }
    }
    this.draw(this.dataset.picks ? this.typed() : this.read(this.dataset.latitude, this.dataset.longitude));
  }

  private input(name: string): HTMLInputElement | null {
    const found = this.closest("form")?.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found : null;
  }

  private typed(): Place | null {
    return this.read(this.input("latitude")?.value, this.input("longitude")?.value);
  }

  private read(north?: string, east?: string): Place | null {
    if (!north?.trim() || !east?.trim()) return null;
    const [latitude, longitude] = [north, east].map((one) => Number(one.replace(",", ".")));
    const known = Math.abs(latitude) < 85 && Math.abs(longitude) <= 180;
    return known ? { latitude, longitude } : null;
  }

  private draw(place: Place | null): void {
    this.replaceChildren();
    if (!place) return;
    const middle = spotOf(place);
    const [left, top] = [middle.x - WIDE / 2, middle.y - HIGH / 2];
    const label = this.dataset.label ?? "";
    const map = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": label });
    for (let x = Math.floor(left / SIZE); x * SIZE < left + WIDE; x++) {
      for (let y = Math.floor(top / SIZE); y * SIZE < top + HIGH; y++) {
        const href = (this.dataset.tiles ?? "")
          .replace("{z}", String(ZOOM)).replace("{x}", String(x)).replace("{y}", String(y));
        map.append(drawn("image", { href, x: x * SIZE - left, y: y * SIZE - top, width: SIZE, height: SIZE }));
      }
    }
    map.append(drawn("circle", { class: "place", cx: WIDE / 2, cy: HIGH / 2, r: 9 }));
    const told = document.createElement("p");
    told.className = "meta";
    told.textContent = [this.dataset.picks, this.dataset.credit].filter(Boolean).join(" ");
    this.append(map, told);
    if (this.dataset.picks) map.addEventListener("click", (event) => this.pick(event, map, { x: left, y: top }));
  }

  private pick(event: MouseEvent, map: SVGElement, corner: Spot): void {
    const box = map.getBoundingClientRect();
    const x = corner.x + ((event.clientX - box.left) / box.width) * WIDE;
    const y = corner.y + ((event.clientY - box.top) / box.height) * HIGH;
    const place = placeAt({ x, y });
    for (const name of ["latitude", "longitude"] as const) {
      const input = this.input(name);
      if (input) input.value = place[name].toFixed(6);
    }
    this.draw(place);
  }
}

customElements.define("tile-map", TileMap);
