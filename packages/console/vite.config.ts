import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { preloadFonts } from "./preload-fonts.ts";

const SERVICE = "http://127.0.0.1:4390";

export default defineConfig({
  plugins: [react(), preloadFonts(["inter-latin-wght-normal", "jetbrains-mono-latin-wght-normal"])],
  build: {
    // The content security policy allows neither inline assets nor fonts in data: URLs.
    assetsInlineLimit: 0,
    target: "es2023",
    rolldownOptions: {
      output: {
        // Libraries change less often than the console: browsers keep them over a new version of it.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: "react-aria",
              test: /node_modules\/(@react-aria|@react-stately|@internationalized|react-aria|react-aria-components|react-stately)\//,
            },
            { name: "wording", test: /src\/locales\/.*\.json$/ },
            { name: "libraries", test: /node_modules\/.*\.[cm]?js$/ },
          ],
        },
      },
    },
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
  server: {
    port: 4391,
    strictPort: true,
    // The service accepts changes from its own origin only.
    proxy: { "/v1": { target: SERVICE, changeOrigin: true, headers: { origin: SERVICE } } },
  },
});
