/** `<deal-board>`: cards move by drag, or by the arrow keys once their arrows are chosen. Without script each card has a
    form; here the same form is sent and the columns that come back take the place of those shown. */
class DealBoard extends HTMLElement {
  private dragged: HTMLElement | null = null;

  connectedCallback(): void {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragend", () => this.settle());
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("submit", (event) => this.submit(event));
    new MutationObserver(() => this.prepare()).observe(this, { childList: true });
    document.querySelector<HTMLElement>(".board-how")?.removeAttribute("hidden");
    this.prepare();
  }

  private get columns(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".board-column")];
  }

  private prepare(): void {
    for (const card of this.querySelectorAll<HTMLElement>(".card-deal")) card.draggable = true;
    for (const arrows of this.querySelectorAll<HTMLElement>(".card-arrows")) arrows.hidden = false;
  }

  private lift(event: DragEvent): void {
    this.dragged = (event.target as HTMLElement).closest(".card-deal");
    this.dragged?.classList.add("card-lifted");
    event.dataTransfer?.setData("text/plain", this.dragged?.dataset["slug"] ?? "");
  }

  private over(event: DragEvent): void {
    const column = this.columnAt(event);
    if (!this.dragged || !column) return;
    event.preventDefault();
    for (const each of this.columns) each.classList.toggle("board-column-over", each === column);
  }

  private settle(): void {
    this.dragged?.classList.remove("card-lifted");
    this.dragged = null;
    for (const each of this.columns) each.classList.remove("board-column-over");
  }

  private drop(event: DragEvent): void {
    const [card, column] = [this.dragged, this.columnAt(event)];
    event.preventDefault();
    this.settle();
    if (card && column && !column.contains(card)) void this.move(card, column.dataset["stage"] ?? "");
  }

  private columnAt(event: Event): HTMLElement | null {
    return (event.target as HTMLElement).closest(".board-column");
  }

  private key(event: KeyboardEvent): void {
    const arrows = (event.target as HTMLElement).closest(".card-arrows");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!arrows || !step) return;
    event.preventDefault();
    const card = arrows.closest<HTMLElement>(".card-deal")!;
    const here = this.columns.findIndex((column) => column.contains(card));
    const next = this.columns[here + step];
    if (next) void this.move(card, next.dataset["stage"] ?? "");
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const card = form.closest<HTMLElement>(".card-deal");
    const chosen = form.querySelector<HTMLSelectElement>("select[name=stage]");
    if (!card || !chosen) return;
    event.preventDefault();
    void this.move(card, chosen.value);
  }

  private async move(card: HTMLElement, stage: string): Promise<void> {
    const form = card.querySelector<HTMLFormElement>(".card-move form")!;
    const body = new FormData(form);
    body.set("stage", stage);
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.text(), card.dataset["slug"] ?? "");
    } catch {
      this.say(this.dataset["failed"] ?? "");
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  private show(columns: string, slug: string): void {
    const [left, top] = [this.querySelector(".board")?.scrollLeft ?? 0, scrollY];
    this.innerHTML = columns;
    this.querySelector(".board")?.scrollTo({ left });
    scrollTo({ top });
    const card = this.querySelector<HTMLElement>(`.card-deal[data-slug="${CSS.escape(slug)}"]`);
    card?.querySelector<HTMLElement>(".card-arrows")?.removeAttribute("hidden");
    card?.querySelector<HTMLElement>(".card-arrows")?.focus();
    const name = card?.closest<HTMLElement>(".board-column")?.dataset["name"] ?? "";
    if (name) this.say((this.dataset["moved"] ?? "").replace("{stage}", name));
  }

  private say(text: string): void {
    const said = document.getElementById("board-said");
    if (said) said.textContent = text;
  }
}

customElements.define("deal-board", DealBoard);
