/** `<tag-list data-for="id" hidden><button type="button">tag</button>…`: tags to put into, or take out of, a field. */
class TagList extends HTMLElement {
  connectedCallback(): void {
    const field = document.getElementById(this.dataset["for"] ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    this.hidden = false;
    this.show(field);
    field.addEventListener("input", () => this.show(field));
    this.addEventListener("click", (event) => {
      const tag = event.target instanceof HTMLButtonElement ? (event.target.textContent ?? "") : "";
      if (!tag) return;
      const tags = this.tags(field);
      const kept = tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag];
      field.value = kept.join(", ");
      this.show(field);
    });
  }

  private tags(field: HTMLInputElement): string[] {
    return field.value.split(/[,，、;；]/).map((tag) => tag.trim()).filter(Boolean);
  }

  private show(field: HTMLInputElement): void {
    const tags = this.tags(field);
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(tags.includes(button.textContent ?? "")));
    }
  }
}

customElements.define("tag-list", TagList);
