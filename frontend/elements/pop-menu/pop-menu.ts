/** `<pop-menu><details>…</details></pop-menu>`: a menu that closes on Escape and on a click elsewhere. */
class PopMenu extends HTMLElement {
  private readonly onPointer = (event: Event): void => {
    if (!this.contains(event.target as Node)) this.close();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.details?.open) return;
    this.close();
    this.querySelector("summary")?.focus();
  };

  connectedCallback(): void {
    document.addEventListener("pointerdown", this.onPointer);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    document.removeEventListener("pointerdown", this.onPointer);
    this.removeEventListener("keydown", this.onKey);
  }

  private get details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  private close(): void {
    if (this.details) this.details.open = false;
  }
}

customElements.define("pop-menu", PopMenu);
