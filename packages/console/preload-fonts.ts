import type { Plugin } from "vite";

/** Lets the page ask for the fonts that every view needs before its styles have been read. Built pages only. */
export function preloadFonts(names: readonly string[]): Plugin {
  return {
    name: "latchkey:preload-fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const files = Object.keys(bundle).filter(
          (file) => file.endsWith(".woff2") && names.some((name) => file.includes(name)),
        );
        if (files.length !== names.length) throw new Error(`fonts to preload not found: ${names.join(", ")}`);
        return files.map((file) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${file}`, crossorigin: "" },
          injectTo: "head",
        }));
      },
    },
  };
}
