// Sends a file in pieces (tus 1.0.0), shows how far it is, and goes on after any interruption,
// even in another visit: the address of an unfinished upload is kept beside the file's name.
const PIECE = 1024 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };

class UploadBox extends HTMLElement {
  private paused = false;

  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", (event) => void this.send(event));
  }

  private async send(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    const file = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
    if (!file || !window.fetch) return;
    event.preventDefault();
    const token = form.querySelector<HTMLInputElement>("[name=form_token]")?.value ?? "";
    const show = this.progress(file.name);
    try {
      const address = await this.sent(file, token, show);
      const fields = new URLSearchParams({ form_token: token, upload: address.split("/").pop() ?? "" });
      for (const name of ["use", "fileTitle"]) {
        const field = form.elements.namedItem(name) as HTMLInputElement | null;
        fields.set(name, field?.value || (name === "fileTitle" ? "" : "auxiliary"));
      }
      localStorage.removeItem(this.key(file));
      const reply = await fetch(form.dataset.attach ?? "", { method: "POST", body: fields });
      if (reply.ok) location.assign(reply.url), location.reload();
      else show(1, reply.statusText);
    } catch (error) {
      show(0, error instanceof Error ? error.message : String(error));
    }
  }

  private key(file: File): string {
    return `upload:${file.name}:${file.size}:${file.lastModified}`;
  }

  /** All pieces, one after the other; the address of the complete upload. */
  private async sent(file: File, token: string, show: Show): Promise<string> {
    const proof = { ...TUS, "X-Form-Token": token };
    let address = localStorage.getItem(this.key(file)) ?? "";
    let offset = address ? await this.offset(address, proof) : -1;
    if (offset < 0) {
      address = await this.created(file, proof);
      offset = 0;
      localStorage.setItem(this.key(file), address);
    }
    while (offset < file.size) {
      await this.unlessPaused();
      show(offset / file.size);
      try {
        const reply = await fetch(address, {
          method: "PATCH",
          headers: {
            ...proof,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": String(offset),
          },
          body: file.slice(offset, offset + PIECE),
        });
        if (reply.status === 422) {
          localStorage.removeItem(this.key(file));
          throw new Refusal(await reply.text());
        }
        offset = reply.ok ? Number(reply.headers.get("Upload-Offset")) : await this.offset(address, proof);
        if (offset < 0) throw new Refusal(reply.statusText);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        show(offset / file.size, this.dataset.lost);
        await new Promise((go) => setTimeout(go, 2000));
      }
    }
    show(1, this.dataset.done);
    return address;
  }

  private async created(file: File, proof: Record<string, string>): Promise<string> {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
    const headers = { ...proof, "Upload-Length": String(file.size), "Upload-Metadata": `filename ${name}` };
    const reply = await fetch("/uploads", { method: "POST", headers });
    if (!reply.ok) throw new Refusal(await reply.text());
    return reply.headers.get("Location") ?? "";
  }

  /** How many bytes the server has; -1 where it knows the upload no more. */
  private async offset(address: string, proof: Record<string, string>): Promise<number> {
    const reply = await fetch(address, { method: "HEAD", headers: proof });
    return reply.ok ? Number(reply.headers.get("Upload-Offset")) : -1;
  }

  private async unlessPaused(): Promise<void> {
    while (this.paused) await new Promise((go) => setTimeout(go, 200));
  }

  /** The bar, with a button to pause. */
  private progress(name: string): Show {
    const state = this.querySelector(".upload-state");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.dataset.pause ?? "";
    button.addEventListener("click", () => {
      this.paused = !this.paused;
      button.textContent = (this.paused ? this.dataset.resume : this.dataset.pause) ?? "";
    });
    bar.setAttribute("aria-label", name);
    state?.replaceChildren(bar, words, button);
    return (done, said) => {
      bar.value = done;
      words.textContent = said ?? `${name}: ${Math.floor(done * 100)} %`;
      if (done >= 1) button.remove();
    };
  }
}

type Show = (done: number, said?: string) => void;

class Refusal extends Error {}

customElements.define("upload-box", UploadBox);
