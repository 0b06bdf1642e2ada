import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ToastProvider } from '../ui/Toast'
import { useMedia, usePhone } from '../ui/useMedia'
import { antTheme } from './theme'

interface AppProps {
  client: QueryClient
  router: AnyRouter
  /** lets Ant Design's style elements pass the content security policy */
  nonce: string | undefined
}

export function App({ client, router, nonce }: AppProps) {
  const { i18n } = useTranslation()
  const phone = usePhone()
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const theme = useMemo(() => antTheme(phone, still), [phone, still])
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={i18n.language === 'en' ? enUS : zhCN}
      theme={theme}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={client}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </QueryClientProvider>
    </ConfigProvider>
  )
}
