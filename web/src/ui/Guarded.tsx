import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useFieldAccess } from '@/lib';

type Props = { object: string; field: string; children: ReactNode };

/** A field of a form as far as this person may fill it in: not there where it is hidden, else perhaps only to be read. */
export function Guarded({ object, field, children }: Props) {
  const access = useFieldAccess(object)(field);
  if (access === 'hidden') return null;
  return access === 'write' ? children : <ConfigProvider componentDisabled>{children}</ConfigProvider>;
}
