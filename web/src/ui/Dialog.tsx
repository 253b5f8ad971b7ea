import { Modal, type ModalProps } from 'antd';
import { useOver } from './over';

type Props = Omit<ModalProps, 'open' | 'onCancel'> & { onCancel: () => void };

/** Asks or shows something over the page. Esc, the cross, a press beside it and Back are all `onCancel`. */
export function Dialog({ onCancel, ...rest }: Props) {
  useOver(onCancel);
  return <Modal {...rest} open onCancel={onCancel} />;
}
