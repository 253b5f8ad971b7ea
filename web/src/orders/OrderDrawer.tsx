import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib';
import { useOver } from '@/ui/over';
import { OrderShow } from './OrderShow';

/** One order over the page of its account. */
export function OrderDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const phone = useIsPhone();
  useOver(onClose);
  return (
    <Drawer
      open
      size={phone ? '88dvh' : 480}
      placement={phone ? 'bottom' : 'right'}
      title={t('orders:one')}
      onClose={onClose}
    >
      <OrderShow id={id} onRemoved={onClose} />
    </Drawer>
  );
}
