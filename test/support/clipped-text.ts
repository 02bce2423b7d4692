import type { Page } from "playwright-core";

/**
 * Finds text that a person can't read to its end: cut by its own box or by one around it, longer than the field or list it
 * is the hint or choice of, or beyond the edge of the screen. What is cut on purpose has an ellipsis and the whole text as
 * `title`; what scrolls isn't cut; what is for screen readers alone doesn't count.
 *
 * @returns a line for each find: the text, and what cuts it
 */
export function findClippedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const TOLERANCE = 1;
    const found = new Set<string>();

    const nameOf = (element: Element): string =>
      `<${element.localName}${element.classList.length > 0 ? ` class="${element.className}"` : ""}>`;
    const isForReadersOnly = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.clipPath === "inset(50%)" || style.opacity === "0") return true;
      }
      return false;
    };
    const isCutOnPurpose = (element: Element): boolean =>
      getComputedStyle(element).textOverflow === "ellipsis" && element.closest("[title]") !== null;

    /** What an element's box hides of a rectangle, in CSS pixels, by axis; nothing where it scrolls. */
    function hiddenBy(box: Element, rect: DOMRect): number {
      const style = getComputedStyle(box);
      const bounds = box.getBoundingClientRect();
      const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
      const across = hides(style.overflowX) ? Math.max(rect.right - bounds.right, bounds.left - rect.left) : 0;
      const down = hides(style.overflowY) ? Math.max(rect.bottom - bounds.bottom, bounds.top - rect.top) : 0;
      return Math.max(across, down);
    }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (text === "" || element === null || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (["OPTION", "SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName) || isForReadersOnly(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()];
      let scrolls = false;
      for (let box: Element | null = element; box !== null && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        if (!scrolls && rects.some((rect) => hiddenBy(box, rect) > TOLERANCE) && !isCutOnPurpose(box))
          found.add(`“${text}” is cut by ${nameOf(box)}`);
        scrolls ||= [overflowX, overflowY].some((overflow) => overflow === "auto" || overflow === "scroll");
      }
      if (!scrolls && rects.some((rect) => rect.right > innerWidth + TOLERANCE || rect.left < -TOLERANCE))
        found.add(`“${text}” is beyond the edge of the screen`);
      // Text that sticks out of its button or badge isn't cut, but looks as bad.
      const frame = element.closest("button, .badge, .status-pill, [role=menuitem], [role=tab]");
      const bounds = frame?.getBoundingClientRect();
      if (
        bounds &&
        rects.some((rect) => rect.right > bounds.right + TOLERANCE || rect.left < bounds.left - TOLERANCE)
      ) {
        const isEllipsis = [element, ...ancestorsUntil(element, frame)].some(isCutOnPurpose);
        if (!isEllipsis) found.add(`“${text}” sticks out of ${frame ? nameOf(frame) : ""}`);
      }
    }

    function ancestorsUntil(element: Element, end: Element | null | undefined): Element[] {
      const ancestors: Element[] = [];
      for (let at = element.parentElement; at !== null && at !== end?.parentElement; at = at.parentElement)
        ancestors.push(at);
      return ancestors;
    }

    const canvas = document.createElement("canvas").getContext("2d");
    function widthOf(text: string, style: CSSStyleDeclaration): number {
      if (canvas === null) return 0;
      canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      return canvas.measureText(text).width;
    }
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) {
      if (!field.checkVisibility({ visibilityProperty: true }) || isForReadersOnly(field)) continue;
      if (field instanceof HTMLSelectElement && isCutOnPurpose(field)) continue;
      const style = getComputedStyle(field);
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const texts =
        field instanceof HTMLSelectElement ? [...field.options].map((option) => option.text) : [field.placeholder];
      for (const text of texts)
        if (widthOf(text, style) > room + TOLERANCE) found.add(`“${text}” is longer than ${nameOf(field)}`);
    }
    return [...found];
  });
}
