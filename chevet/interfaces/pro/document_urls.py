"""Addresses of the documents of a record."""

from django.urls import path

from chevet.interfaces.pro.views import documents

of = "patients/<uuid:patient_id>/documents"
one = f"{of}/<uuid:document_id>"

urlpatterns = [
    path(of, documents.documents, name="documents"),
    path(f"{of}/add", documents.add, name="document_keep"),
    path(one, documents.document, name="document"),
    path(f"{one}/page/<int:number>.jpg", documents.preview, name="document_preview"),
    path(f"{one}/file", documents.file, name="document_file"),
    path(f"{one}/show", documents.let_read, name="document_show"),
    path(f"{one}/forget", documents.forget, name="document_forget"),
]
