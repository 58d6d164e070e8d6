/** `<call-filter>` around a form of code checkboxes: filters the turns below at once, and keeps the filter in the address. */
class CallFilter extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.querySelector<HTMLElement>("[data-noscript]")!.hidden = true;
    const asked = new Set(new URLSearchParams(location.search).getAll("code"));
    for (const box of this.boxes) box.checked = asked.has(box.value);
    form.addEventListener("change", () => this.apply());
    this.querySelector("[data-act=clear]")?.addEventListener("click", (event) => this.clear(event));
    if (asked.size) this.show(this.chosen);
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[name=code]")];
  }

  private get chosen(): Set<string> {
    return new Set(this.boxes.filter((box) => box.checked).map((box) => box.value));
  }

  private clear(event: Event): void {
    event.preventDefault();
    for (const box of this.boxes) box.checked = false;
    this.boxes[0]?.focus({ preventScroll: true });
    this.apply();
  }

  private apply(): void {
    const codes = this.chosen;
    const address = new URL(location.href);
    address.searchParams.delete("code");
    for (const code of codes) address.searchParams.append("code", code);
    history.replaceState(history.state, "", address);
    this.show(codes);
  }

  private show(codes: Set<string>): void {
    const turns = [...document.querySelectorAll<HTMLElement>(".transcript .turn")];
    const kept = new Set<string>();
    for (const turn of turns) {
      const units = [...turn.querySelectorAll<HTMLElement>(".unit")].filter((unit) => codes.has(unit.dataset["code"] ?? ""));
      units.forEach((unit) => kept.add(`#${unit.id}`));
      turn.hidden = codes.size > 0 && units.length === 0;
    }
    this.mark(codes.size > 0, kept);
    this.count(turns, codes.size > 0);
  }

  /** The ribbon keeps what is asked for in full strength. */
  private mark(filtered: boolean, kept: Set<string>): void {
    for (const link of document.querySelectorAll<SVGAElement>('.ribbon a[href^="#u"]')) {
      link.classList.toggle("passed-over", filtered && !kept.has(link.getAttribute("href") ?? ""));
    }
  }

  private count(turns: HTMLElement[], filtered: boolean): void {
    this.querySelector<HTMLElement>("[data-act=clear]")!.hidden = !filtered;
    const output = this.querySelector("output")!;
    const shown = turns.filter((turn) => !turn.hidden).length;
    const text = output.dataset["text"] ?? "";
    output.textContent = filtered ? text.replace("{shown}", String(shown)).replace("{all}", String(turns.length)) : "";
  }
}

customElements.define("call-filter", CallFilter);
