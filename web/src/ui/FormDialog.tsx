import type { ModalProps } from 'antd';
import type { ReactNode } from 'react';
import { Dialog } from './Dialog';
import { FormHost, useFormHost } from './leave';

type Props = {
  title: string;
  width: number;
  /** For a form that is no `RecordForm`: whether something in it is not saved. */
  touched?: () => boolean;
  /** The buttons, where the form has none of its own; `leave` asks before it closes. */
  footer?: (leave: () => void) => ReactNode;
  mask?: ModalProps['mask'];
  onClose: () => void;
  children: ReactNode;
};

/** A dialog with a form: Esc, the cross, Back or a press beside it does not throw away what was typed without asking. */
export function FormDialog({ title, width, touched, footer, mask, onClose, children }: Props) {
  const host = useFormHost(onClose, touched);
  return (
    <Dialog
      title={title}
      width={width}
      footer={footer ? footer(host.leave) : null}
      mask={mask}
      onCancel={host.leave}
    >
      <FormHost value={host}>{children}</FormHost>
    </Dialog>
  );
}
