import { useTranslation } from 'react-i18next';
import type { Asked } from './confirm';
import { Dialog } from './Dialog';

export function ConfirmDialog({ asked }: { asked: Asked }) {
  const { t } = useTranslation('ui');
  return (
    <Dialog
      title={asked.title}
      okText={asked.yes}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: asked.danger, autoFocus: true }}
      onOk={() => asked.answer(true)}
      onCancel={() => asked.answer(false)}
      width={420}
    >
      {asked.text && <p className="muted">{asked.text}</p>}
    </Dialog>
  );
}
