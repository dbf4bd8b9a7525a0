import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { stampBuild } from './src/stamp-build.ts';

export default defineConfig({
  plugins: [react(), stampBuild()],
  build: {
    target: 'es2023',
    manifest: true,
    // The polyfill would be the only inline-ish script; every supported browser preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4600' } },
});
