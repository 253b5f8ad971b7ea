import { Dialog } from '@/ui/Dialog';
import { Secret } from './Secret';

type Props = { title: string; link: string; note: string; onClose: () => void };

/** A link that is shown this once. A press beside the dialog does not close it. */
export function LinkDialog({ title, link, note, onClose }: Props) {
  return (
    <Dialog title={title} footer={null} width={480} mask={{ closable: false }} onCancel={onClose}>
      <Secret label={title} value={new URL(link, window.location.origin).href} note={note} />
    </Dialog>
  );
}
