import type { ConfigProviderProps } from 'antd';
import { CircleX, Eye, EyeOff, LoaderCircle, X } from 'lucide-react';

const close = { closeIcon: <X size={16} aria-hidden /> };

/** In place of the widgets' own icons, which have English names; the buttons around them have names in the reader's language. */
export const ICONS: Pick<
  ConfigProviderProps,
  'button' | 'modal' | 'drawer' | 'datePicker' | 'inputPassword'
> = {
  button: { autoInsertSpace: false, loadingIcon: <LoaderCircle size={14} className="turning" aria-hidden /> },
  modal: close,
  drawer: close,
  datePicker: { clearIcon: <CircleX size={14} aria-hidden /> },
  inputPassword: {
    iconRender: (shown) => (shown ? <Eye size={16} aria-hidden /> : <EyeOff size={16} aria-hidden />),
  },
};
