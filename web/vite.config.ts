import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The pages of shared links load little: neither the app's pages nor its router.
      input: ['index.html', 'shared.html'],
      output: {
        // Split the SQL and notebook editors into chunks that load in parallel.
        codeSplitting: {
          groups: [
            { name: 'editor-view', test: /node_modules\/@codemirror\/(view|state)\// },
            { name: 'document-model', test: /node_modules\/(prosemirror-|orderedmap|rope-sequence|w3c-keyname)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8000',
      '/logout': 'http://127.0.0.1:8000',
      '/_preflight': 'http://127.0.0.1:8000',
    },
  },
})
