"""After sending: status by code, mail to writers, their answers, proof of an address."""
