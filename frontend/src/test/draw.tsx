import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { ToastProvider } from '../ui/Toast'

/** Renders a part of the product as the app would surround it. Give it a client to look into its queries. */
export function draw(part: ReactNode, client = new QueryClient({ defaultOptions: { queries: { retry: false } } })) {
  return render(
    <ConfigProvider button={{ autoInsertSpace: false }} theme={{ token: { motion: false } }}>
      <QueryClientProvider client={client}>
        <ToastProvider>{part}</ToastProvider>
      </QueryClientProvider>
    </ConfigProvider>,
  )
}
