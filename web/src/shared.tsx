/** The entry of the pages of shared links. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { SharedPage } from './features/delivery/sharing/shared-page'
import { readEmbeddedData } from './features/delivery/sharing/viewer-data'
import './styles.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SharedPage initial={readEmbeddedData()} />
  </StrictMode>,
)
