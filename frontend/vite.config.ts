import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { precompress } from './build/precompress.ts'

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    target: ['chrome100', 'firefox102', 'safari15.4'],
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-is)[\\/]/, priority: 3 },
            // The heavy parts come with the first page that shows a list or picks a date.
            {
              name: 'antd-data',
              test: /node_modules[\\/](antd[\\/]es[\\/](table|pagination|select|tree|checkbox|radio|dropdown|menu)|@rc-component[\\/](table|pagination|select|tree|virtual-list|dropdown|menu|overflow))[\\/]/,
              priority: 4,
            },
            {
              name: 'antd-dates',
              test: /node_modules[\\/](antd[\\/]es[\\/](date-picker|time-picker|calendar)|@rc-component[\\/]picker|dayjs[\\/]plugin)[\\/]/,
              priority: 4,
            },
            { name: 'antd', test: /node_modules[\\/](antd|@rc-component|@ant-design)[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/healthz': 'http://127.0.0.1:8080' } },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    testTimeout: 30_000,
    restoreMocks: true,
  },
})
