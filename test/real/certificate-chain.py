# Answers for certificate-chain.test.ts: how cursive follows a certificate through a trusted list, one JSON line per question.
import json
import logging
import signal
import sys

from cryptography import x509

from cursive import certificate_utils
from cursive import exception


def stop(*_):
    raise InterruptedError()


def ask(certificate, trusted):
    context = certificate_utils.CertificateVerificationContext(
        [(str(place), one) for place, one in enumerate(trusted)], enforce_valid_dates=False)
    context.update(certificate)
    # Where two certificates issue each other the search goes on for ever.
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        context.verify()
        return 'trusted'
    except exception.SignatureVerificationError:
        return 'refused'
    except InterruptedError:
        return 'hangs'
    except Exception as error:
        return type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


logging.disable(logging.CRITICAL)
signal.signal(signal.SIGALRM, stop)
pool, questions = json.load(sys.stdin)
certificates = {name: x509.load_pem_x509_certificate(text.encode()) for name, text in pool.items()}
for name, trusted in questions:
    print(json.dumps(ask(certificates[name], [certificates[one] for one in trusted])))
