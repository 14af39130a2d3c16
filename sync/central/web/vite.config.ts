// sync/central/web/vite.config.ts - from index.html to files that central serves as they are.
import type {UserConfig} from "vite";

export default {
  build: {
    // central forbids pages to load from data: URLs, so nothing is put inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  css: {postcss: {}}, // searches the folders above for no settings
  publicDir: false,
} satisfies UserConfig;
