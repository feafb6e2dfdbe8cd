from django.http import HttpResponse


def inbox(request, **kwargs):
    return HttpResponse("placeholder")


def message(request, **kwargs):
    return HttpResponse("placeholder")
