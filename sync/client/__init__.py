"""The client's side of the exchange with a server.

transport    HTTP: one request, one believed answer, every failure as one of our errors
entry        who the server is, founding an assessment there, signing in, finding one by an invitation's code
peer         the server as the peer of `sync.exchange.run`: have lists, batches, receipts
attachments  files in pieces, resumed where they stopped
run          a whole exchange of one assessment: texts first, then files, small ones first
joining      joining an assessment with a code
"""
