import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** `金源烟酒店 · 关系` in the browser's tab. */
export function useTitle(title: string | undefined) {
  const { t } = useTranslation('app');
  const product = t('app:product');
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}
