import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compress } from './build/compress.ts'
import { devBase } from './build/dev-base.ts'
import { listModules } from './build/list-modules.ts'
import { preloadFonts } from './build/preload-fonts.ts'
import { withoutSchemas } from './build/without-schemas.ts'

export default defineConfig({
  // Relative to the page's <base>: the server may be reached behind any path.
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    preloadFonts(),
    withoutSchemas(),
    listModules(),
    compress(),
    devBase(),
  ],
  build: {
    target: 'es2023',
    // With light-dark(): what stands in for it elsewhere follows the page's scheme, not an element's.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    // A style sheet of a part that fails to load isn't asked for again.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the first page loads is one file: packed, thirty small ones are 4 KB more.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'index', test: /\/web\/src\/main\.tsx$/ }] } },
    },
  },
  // `npm run dev` beside a server on its usual port.
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
})
