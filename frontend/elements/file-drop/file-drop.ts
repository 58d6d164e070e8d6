/**
 * `<file-drop data-done data-most data-bytes …><form>…<input type="file" multiple>…<ul class="drop-list">`: files may be
 * dropped on the form and are sent one by one, each with its progress; the form's other fields go with each. Without
 * script the form sends everything at once.
 */
type Sending = { file: File; row: HTMLLIElement; done: boolean };

class FileDrop extends HTMLElement {
  private files: Sending[] = [];

  connectedCallback(): void {
    const input = this.input;
    if (!input || !this.form) return;
    this.classList.add("can-drop");
    this.querySelector<HTMLElement>(".drop-words")?.removeAttribute("hidden");
    this.querySelector<HTMLElement>(".plain-words")?.setAttribute("hidden", "");
    input.addEventListener("change", () => {
      this.take([...(input.files ?? [])]);
      input.value = "";
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.classList.remove("dragging");
    });
    this.addEventListener("drop", (event) => this.drop(event));
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private hover(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("dragging");
  }

  private drop(event: DragEvent): void {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.classList.remove("dragging");
    this.take([...event.dataTransfer.files]);
  }

  private take(files: File[]): void {
    const room = Number(this.dataset["most"]) - this.files.filter((sending) => !sending.done).length;
    for (const file of files.slice(0, room)) this.list(file);
    if (files.length > room) this.say(this.listRow(), this.dataset["tooMany"] ?? "", "wrong");
  }

  private listRow(): HTMLLIElement {
    const row = document.createElement("li");
    this.querySelector(".drop-list")?.append(row);
    return row;
  }

  private list(file: File): void {
    const row = this.listRow();
    row.append(this.made("span", "name", file.name), this.made("span", "told", this.dataset["waiting"] ?? ""));
    if (file.size > Number(this.dataset["bytes"])) {
      this.say(row, this.dataset["tooLarge"] ?? "", "wrong");
      return;
    }
    const sending = { file, row, done: false };
    const remove = this.made("button", "button button-quiet", this.dataset["remove"] ?? "") as HTMLButtonElement;
    remove.type = "button";
    remove.addEventListener("click", () => {
      this.files = this.files.filter((other) => other !== sending);
      row.remove();
    });
    row.append(remove);
    this.files.push(sending);
  }

  private made(tag: string, className: string, text: string): HTMLElement {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  private say(row: HTMLElement, text: string, className: string): void {
    row.querySelector("button")?.remove();
    const told = row.querySelector(".told") ?? row.appendChild(this.made("span", "told", ""));
    told.className = `told ${className}`;
    told.textContent = text;
  }

  private submit(event: SubmitEvent): void {
    const waiting = this.files.filter((sending) => !sending.done);
    if (!waiting.length) return; // pasted text, or nothing at all: the server answers
    event.preventDefault();
    void this.sendAll(waiting);
  }

  private async sendAll(waiting: Sending[]): Promise<void> {
    const button = this.form?.querySelector<HTMLButtonElement>("button[type=submit]");
    if (button) button.disabled = true;
    let first = true;
    let received = 0;
    for (const sending of waiting) {
      if (await this.send(sending, first)) received += 1;
      first = first && received === 0;
    }
    if (button) button.disabled = false;
    if (received === waiting.length && !this.querySelector(".wrong")) location.assign(this.dataset["done"] ?? "/");
    else if (received) this.offerNext();
  }

  private offerNext(): void {
    const link = this.made("a", "button button-primary", this.dataset["next"] ?? "") as HTMLAnchorElement;
    link.href = this.dataset["done"] ?? "/";
    this.listRow().append(link);
  }

  /** Pasted text goes with the first file that is received, so that it is kept once. */
  private send(sending: Sending, first: boolean): Promise<boolean> {
    const data = new FormData(this.form ?? undefined);
    data.set("files", sending.file);
    if (!first) data.delete("text");
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", sending.file.name);
    sending.row.querySelector("button")?.remove();
    sending.row.querySelector(".told")?.replaceWith(progress);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.form?.action ?? location.href);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", () => {
        progress.remove();
        sending.done = request.status === 201;
        const answer = request.response as { message?: string } | null;
        if (sending.done) this.say(sending.row, this.dataset["sent"] ?? "", "sent");
        else this.say(sending.row, answer?.message || this.dataset["failed"] || "", "wrong");
        resolve(sending.done);
      });
      request.send(data);
    });
  }
}

customElements.define("file-drop", FileDrop);
